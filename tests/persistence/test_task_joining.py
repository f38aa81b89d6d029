"""Tasks and messages are added together, and live tasks with the same key are joined."""

import asyncio
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.ports import UnitOfWorkFactory
from tests.persistence.ledger import (
    BUILD,
    EMBED,
    PLAN,
    enqueue,
    messages,
    start,
)


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
