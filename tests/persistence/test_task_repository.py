import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identifiers import new_id
from domain.jobs.job import JobKind, JobStage
from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.jobs.worker import Process, ProcessKind
from domain.paging import PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory

EMBED = NewTask("embed_document_batch", Queue.EMBEDDING, {"ids": ["a", "b"]}, units=2)
BUILD = NewTask("build_faiss_index", Queue.INDEXING, unique_key="build")
PLAN = NewTask("embed_all_documents", Queue.EMBEDDING, unique_key="plan", joins_running=True)
EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def process(name: str) -> Process:
    return Process(name, ProcessKind.WORKER, "host", 1, (Queue.EMBEDDING,), 0, 0.0, 0, EPOCH, EPOCH)


async def enqueue(work: UnitOfWork, new: NewTask = EMBED) -> Task:
    (task,) = await work.tasks.enqueue([new])
    return task


async def start(work: UnitOfWork, new: NewTask = EMBED, worker: str = "w1") -> Claim:
    task = await enqueue(work, new)
    await work.processes.beat(process(worker))
    claim = await work.tasks.claim(task.id, worker)
    assert claim is not None
    return claim


async def read(work: UnitOfWork, task_id: UUID) -> Task:
    task = await work.tasks.get(task_id)
    assert task is not None
    return task


async def run_sql(engine: AsyncEngine, statement: str) -> list[tuple[object, ...]]:
    async with engine.begin() as connection:
        result = await connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


async def silence(engine: AsyncEngine, worker: str = "w1") -> None:
    await run_sql(
        engine,
        f"update processes set seen_at = now() - interval '11 seconds' where name = '{worker}'",
    )


async def messages(engine: AsyncEngine) -> list[UUID]:
    rows = await run_sql(engine, "select task_id from dispatches order by id")
    return [UUID(str(row[0])) for row in rows]


# --- adding -----------------------------------------------------------------


async def test_a_task_and_its_message_are_kept_together(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        await enqueue(work)
    assert await messages(sql_engine) == []
    async with unit_of_work() as work:
        task = await enqueue(work)
        await work.commit()
    assert await messages(sql_engine) == [task.id]
    assert task == Task(
        id=task.id,
        name="embed_document_batch",
        queue=Queue.EMBEDDING,
        arguments={"ids": ["a", "b"]},
        state=TaskState.PENDING,
        attempt=0,
        failures=0,
        worker=None,
        job_id=None,
        units=2,
        units_done=0,
        error=None,
        created_at=task.created_at,
        started_at=None,
        finished_at=None,
        revoke_requested=False,
    )


async def test_tasks_come_back_in_the_order_given(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        live = await enqueue(work, BUILD)
        new = [replace(EMBED, arguments={"n": n}) for n in range(20)]
        tasks = await work.tasks.enqueue([*new[:10], BUILD, *new[10:], PLAN, PLAN])
        assert [task.arguments.get("n") for task in tasks[:10]] == list(range(10))
        assert tasks[10] == live
        assert tasks[21] == tasks[22]
        ids = [task.id for task in tasks[:10]]
        assert ids == sorted(ids)
        assert await work.tasks.enqueue([]) == []


async def test_a_waiting_task_with_the_same_key_is_joined(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        first = await enqueue(work, BUILD)
        assert await enqueue(work, BUILD) == first
        await work.commit()
    assert await messages(sql_engine) == [first.id]


async def test_one_that_has_started_is_joined_only_if_it_may_be(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        build, plan = await start(work, BUILD), await start(work, PLAN)
        assert (await enqueue(work, PLAN)).id == plan.task_id
        second = await enqueue(work, BUILD)
        assert second.id != build.task_id
        assert (await enqueue(work, BUILD)).id == second.id
        # one that waits for another attempt has started, too
        await work.tasks.retry(build, "failed", 60)
        assert (await enqueue(work, BUILD)).id == second.id
        await work.tasks.succeed(plan)
        assert (await enqueue(work, PLAN)).id != plan.task_id


async def test_of_many_who_add_the_same_key_at_once_all_get_one_task(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    other = replace(BUILD, unique_key="other")

    async def add(new: list[NewTask]) -> set[UUID]:
        async with unit_of_work() as work:
            tasks = await work.tasks.enqueue(new)
            await asyncio.sleep(0.01)
            await work.commit()
        return {task.id for task in tasks}

    orders = [[BUILD, other], [other, BUILD]] * 4
    results = await asyncio.gather(*(add(order) for order in orders))
    assert all(result == results[0] for result in results)
    assert set(await messages(sql_engine)) == results[0]


async def test_a_joined_task_starts_only_after_the_one_who_joined_it_has_committed(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        task = await enqueue(work, BUILD)
        await work.commit()

    async def claim() -> Claim | None:
        async with unit_of_work() as work:
            claim = await work.tasks.claim(task.id, "w1")
            await work.commit()
            return claim

    async with unit_of_work() as work:
        assert (await enqueue(work, BUILD)).id == task.id
        claiming = asyncio.create_task(claim())
        await asyncio.sleep(0.1)
        assert not claiming.done()
        await work.commit()
    assert await claiming is not None


async def test_a_task_that_starts_while_it_is_being_joined_is_not_joined(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first = await enqueue(work, BUILD)
        await work.commit()

    async def add() -> Task:
        async with unit_of_work() as work:
            task = await enqueue(work, BUILD)
            await work.commit()
            return task

    async with unit_of_work() as work:
        assert await work.tasks.claim(first.id, "w1") is not None
        adding = asyncio.create_task(add())
        await asyncio.sleep(0.1)
        await work.commit()
    assert (await adding).id != first.id


# --- running ----------------------------------------------------------------


async def test_a_task_is_claimed_once(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        task = await enqueue(work)
        await work.processes.beat(process("w1"))
        await work.commit()

    async def claim() -> Claim | None:
        async with unit_of_work() as work:
            claim = await work.tasks.claim(task.id, "w1")
            await work.commit()
            return claim

    claims = [claim for claim in await asyncio.gather(*(claim() for _ in range(5))) if claim]
    assert claims == [Claim(task.id, 1, task.name, task.arguments, None, 0)]
    async with unit_of_work() as work:
        started = await read(work, task.id)
        assert (started.state, started.worker, started.attempt) == (TaskState.STARTED, "w1", 1)
        assert started.started_at is not None
        assert await work.tasks.claim(new_id(), "w1") is None


async def test_a_task_runs_to_success(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        assert await work.tasks.progress(claim, 1, 3)
        task = await read(work, claim.task_id)
        assert (task.units_done, task.units) == (1, 3)
        assert await work.tasks.succeed(claim, {"stored": 3})
        task = await read(work, claim.task_id)
        assert (task.state, task.units_done) == (TaskState.SUCCESS, 3)
        assert task.finished_at is not None
        # what has ended takes no more writes
        assert not await work.tasks.progress(claim, 2, 3)
        assert not await work.tasks.fail(claim, "late", TaskState.FAILURE)
        assert not await work.tasks.release(claim)
        assert await work.tasks.claim(claim.task_id, "w2") is None
        assert await read(work, claim.task_id) == task


@pytest.mark.parametrize(
    ("state", "failures"), [(TaskState.FAILURE, 1), (TaskState.DEAD, 1), (TaskState.REVOKED, 0)]
)
async def test_a_task_ends_without_success(
    unit_of_work: UnitOfWorkFactory, state: TaskState, failures: int
) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        assert await work.tasks.fail(claim, "why", state)
        task = await read(work, claim.task_id)
    assert (task.state, task.error, task.failures) == (state, "why", failures)
    assert task.finished_at is not None


async def test_a_task_fails_in_one_of_three_ways(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        with pytest.raises(ValueError, match="SUCCESS"):
            await work.tasks.fail(claim, "?", TaskState.SUCCESS)


async def test_a_retry_waits_for_its_delay_and_counts(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        assert await work.tasks.retry(claim, "failed", 60)
        task = await read(work, claim.task_id)
        assert (task.state, task.failures, task.error) == (TaskState.RETRY, 1, "failed")
        assert task.worker is None
        assert await work.tasks.claim(claim.task_id, "w1") is None
        await work.commit()
    found = await run_sql(
        sql_engine,
        "select extract(epoch from max(d.available_at) - now())::int,"
        " bool_or(d.available_at = t.available_at) from dispatches d join tasks t on true",
    )
    assert found == [(60, True)]
    await run_sql(sql_engine, "update tasks set available_at = now()")
    async with unit_of_work() as work:
        again = await work.tasks.claim(claim.task_id, "w1")
        assert again is not None
        assert (again.fence, again.failures) == (2, 1)
        assert (await read(work, claim.task_id)).error is None
        assert not await work.tasks.succeed(claim)
        assert await work.tasks.succeed(again)


async def test_a_released_task_waits_again_and_nothing_counts(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        assert await work.tasks.release(claim)
        assert not await work.tasks.release(claim)
        task = await read(work, claim.task_id)
        assert (task.state, task.failures, task.worker) == (TaskState.PENDING, 0, None)
        assert not await work.tasks.succeed(claim)
        await work.commit()
    assert await messages(sql_engine) == [claim.task_id] * 2


# --- revoking ---------------------------------------------------------------


async def test_a_waiting_task_is_revoked_at_once(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        task = await enqueue(work)
        (revoked,) = await work.tasks.request_revokes([task.id])
        assert revoked.state is TaskState.REVOKED
        assert revoked.finished_at is not None
        assert await work.tasks.claim(task.id, "w1") is None
        assert await work.tasks.request_revokes([task.id, new_id()]) == []
        assert await read(work, task.id) == revoked


async def test_a_running_task_is_asked_to_stop(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        claim, other = await start(work), await start(work)
        (asked,) = await work.tasks.request_revokes([claim.task_id])
        assert (asked.state, asked.revoke_requested) == (TaskState.STARTED, True)
        ids = [claim.task_id, other.task_id]
        assert await work.tasks.revocations(ids) == {claim.task_id}
        assert not await work.tasks.progress(claim, 1, 2)
        assert await work.tasks.fail(claim, "revoked", TaskState.REVOKED)


@pytest.mark.parametrize("end", ["retry", "release", "silence"])
async def test_a_task_asked_to_stop_never_waits_again(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine, end: str
) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        await work.tasks.request_revokes([claim.task_id])
        if end == "retry":
            await work.tasks.retry(claim, "failed", 60)
        elif end == "release":
            await work.tasks.release(claim)
        await work.commit()
    if end == "silence":
        await silence(sql_engine)
        async with unit_of_work() as work:
            assert await work.tasks.claim(claim.task_id, "w2") is None
            await work.commit()
    async with unit_of_work() as work:
        task = await read(work, claim.task_id)
        assert task.state is TaskState.REVOKED
        assert task.finished_at is not None
    assert len(await messages(sql_engine)) == 1


# --- losing workers ---------------------------------------------------------


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


# --- sweeping and looking ---------------------------------------------------


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


async def test_pages_are_filtered(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        job = await work.jobs.add(
            JobKind.EMBEDDING, stage=JobStage.EMBED, sealed=True, created_by=None
        )
        tasks = await work.tasks.enqueue([replace(EMBED, job_id=job.id)] * 5 + [BUILD])
        claim = await work.tasks.claim(tasks[1].id, "w")
        assert claim is not None

        async def ids(**filters: object) -> list[UUID]:
            page = await work.tasks.page(PageRequest(10), **filters)  # type: ignore[arg-type]
            assert not page.has_next
            return [task.id for task in page.items]

        newest_first = [task.id for task in tasks[::-1]]
        assert await ids() == newest_first
        assert await ids(job_id=job.id) == newest_first[1:]
        assert await ids(queue=Queue.INDEXING) == [tasks[5].id]
        assert await ids(state=TaskState.STARTED, queue=Queue.EMBEDDING) == [tasks[1].id]
        first = await work.tasks.page(PageRequest(4))
        assert first.has_next
        rest = await work.tasks.page(PageRequest(4, first.items[-1].id))
        assert [t.id for t in (*first.items, *rest.items)] == newest_first
        assert not rest.has_next


async def test_depths_count_every_queue(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        await enqueue(work)
        await start(work)
        await work.tasks.fail(await start(work), "x", TaskState.DEAD)
        await work.tasks.retry(await start(work), "x", 60)
        await work.tasks.succeed(await start(work))
        await work.commit()
    await run_sql(
        sql_engine,
        "update tasks set available_at = now() - interval '90 seconds' where state <> 'RETRY'",
    )
    async with unit_of_work() as work:
        embedding, indexing, maintenance = await work.tasks.depths()
    assert (embedding.queue, embedding.priority) == (Queue.EMBEDDING, 9)
    counts = (embedding.waiting, embedding.running, embedding.retrying, embedding.dead)
    assert counts == (1, 1, 1, 1)
    assert 90 <= embedding.oldest_waiting_seconds < 100
    assert (indexing.queue, indexing.waiting, indexing.oldest_waiting_seconds) == (
        Queue.INDEXING,
        0,
        0.0,
    )
    assert maintenance.priority == 5


async def test_each_change_leaves_an_event(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        claim = await start(work)
        await work.tasks.progress(claim, 1, 2)
        await work.tasks.retry(claim, "failed", 0)
        again = await work.tasks.claim(claim.task_id, "w1")
        assert again is not None
        await work.tasks.succeed(again)
        await work.tasks.succeed(again)
        await work.commit()
    rows = await run_sql(
        sql_engine,
        "select topic, key, payload->>'state', payload->>'unitsDone', payload ? 'arguments'"
        " from events order by id",
    )
    states = ["PENDING", "STARTED", "STARTED", "RETRY", "STARTED", "SUCCESS"]
    done = ["0", "0", "1", "1", "1", "2"]
    expected = [
        ("tasks", str(claim.task_id), s, d, False) for s, d in zip(states, done, strict=True)
    ]
    assert rows == expected
