"""What was lost comes back: tasks of workers that fell silent, and messages."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identifiers import new_id
from domain.jobs.task import Claim, TaskState
from domain.ports import UnitOfWorkFactory
from tests.persistence.ledger import (
    enqueue,
    messages,
    process,
    read,
    run_sql,
    silence,
    start,
)


async def test_a_silent_workers_task_is_taken_over_and_the_fence_keeps_it_out(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        assert await work.tasks.claim(claim.task_id, "w2") is None
        await work.commit()
    await silence(sql_engine)

    async def take(worker: str) -> Claim | None:
        async with unit_of_work() as work:  # a worker is on the register before it takes anything
            await work.processes.beat(process(worker))
            await work.commit()
            taken = await work.tasks.claim(claim.task_id, worker)
            await work.commit()
            return taken

    taken = [c for c in await asyncio.gather(*(take(f"n{n}") for n in range(4))) if c]
    assert [c.fence for c in taken] == [2]
    async with unit_of_work() as work:
        # The first worker was only slow; whatever it writes now is refused.
        await work.processes.beat(process("w1"))
        assert not await work.tasks.progress(claim, 1, 2)
        assert not await work.tasks.succeed(claim)
        assert not await work.tasks.retry(claim, "failed", 1)
        assert not await work.tasks.fail(claim, "failed", TaskState.DEAD)
        assert (await read(work, claim.task_id)).state is TaskState.STARTED
        assert await work.tasks.succeed(taken[0])


async def test_the_tasks_of_silent_workers_are_released(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        lost, left, kept = (
            await start(work, worker="w1"),
            await start(work, worker="w2"),
            await start(work, worker="w3"),
        )
        await work.processes.leave("w2")
        await work.commit()
    await silence(sql_engine, "w1")
    await run_sql(sql_engine, "delete from dispatches")
    async with unit_of_work() as work:
        released = {task.id: task for task in await work.tasks.release_silent()}
        assert released.keys() == {lost.task_id, left.task_id}
        assert all(task.state is TaskState.PENDING for task in released.values())
        assert released[lost.task_id].error == "the worker w1 fell silent"
        assert (await read(work, kept.task_id)).state is TaskState.STARTED
        assert await work.tasks.release_silent() == []
        await work.commit()
    assert set(await messages(sql_engine)) == {lost.task_id, left.task_id}


async def test_a_task_that_no_worker_survives_is_dead(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        task = await enqueue(work)
        await work.commit()
    for number in range(8):
        async with unit_of_work() as work:
            # The eighth is found by a claim instead of the sweep: it counts the same.
            assert await work.tasks.claim(task.id, f"w{number}") is not None
            if number < 7:
                (released,) = await work.tasks.release_silent()
                assert released.state is TaskState.PENDING
            else:
                assert await work.tasks.claim(task.id, "w8") is None
            await work.commit()
    async with unit_of_work() as work:
        dead = await read(work, task.id)
        assert dead.state is TaskState.DEAD
        assert dead.error == "the worker w7 fell silent, the last of 8 that the task was given to"
        assert dead.worker == "w7"
        assert dead.finished_at is not None


async def test_a_task_that_cuts_every_worker_off_from_the_database_is_dead(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        task = await enqueue(work)
        for number in range(8):
            claim = await work.tasks.claim(task.id, f"w{number}")
            assert claim is not None
            assert await work.tasks.release(claim, cut_off=True)
            waiting = await read(work, task.id)
            assert waiting.failures == 0
            if number < 7:
                assert waiting.state is TaskState.PENDING
                assert waiting.error == f"the worker w{number} lost the database"
        assert waiting.state is TaskState.DEAD
        assert waiting.error is not None
        assert waiting.error.startswith("the worker w7 lost the database, the last of 8")


async def test_what_a_worker_does_not_know_of_is_put_back(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        known, unknown = await start(work), await start(work)
        others = await start(work, worker="w2")
        assert await work.tasks.release_forgotten("w1", []) == []
        await work.commit()
    await run_sql(sql_engine, "update tasks set started_at = now() - interval '11 seconds'")
    async with unit_of_work() as work:
        just_now = await start(work)
        (released,) = await work.tasks.release_forgotten("w1", [known.task_id])
        assert (released.id, released.state) == (unknown.task_id, TaskState.PENDING)
        for claim in (known, others, just_now):
            assert (await read(work, claim.task_id)).state is TaskState.STARTED


async def test_tasks_whose_message_was_lost_are_due(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        lost, unsent = await enqueue(work), await enqueue(work)
        later = await start(work)
        await work.tasks.retry(later, "failed", 3600)
        await start(work)
        await work.commit()
    await run_sql(sql_engine, f"delete from dispatches where task_id <> '{unsent.id}'")
    async with unit_of_work() as work:
        assert await work.tasks.due(10, 60) == []
        assert [task.id for task in await work.tasks.due(10, 0)] == [lost.id]
        await work.tasks.resend([lost.id, later.task_id, new_id()])
        await work.commit()
    async with unit_of_work() as work:
        assert await work.tasks.due(10, 0) == []
        # Two messages: one for now, one for when the retry is due.
    assert set(await messages(sql_engine)) == {lost.id, unsent.id, later.task_id}
    await run_sql(sql_engine, "delete from dispatches")
    async with unit_of_work() as work:
        assert {task.id for task in await work.tasks.due(10, 0)} == {lost.id, unsent.id}
        assert len(await work.tasks.due(1, 0)) == 1
