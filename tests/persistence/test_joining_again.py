"""A task that is run again stands under its unique key again: whoever asks for the same joins it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.jobs.task import NewTask, Queue, Task, TaskState
from domain.jobs.worker import Process, ProcessKind
from domain.ports import UnitOfWorkFactory

PLAN = NewTask("embed_all_documents", Queue.EMBEDDING, unique_key="plan", joins_running=True)
BUILD = NewTask("build_faiss_index", Queue.INDEXING, unique_key="build")
BOTH = pytest.mark.parametrize("new", [PLAN, BUILD], ids=lambda new: new.name)


@pytest.fixture(autouse=True)
async def worker(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        now = datetime.now(UTC)
        process = Process("w", ProcessKind.WORKER, "h", 1, tuple(Queue), 0, 0.0, 0, now, now)
        await work.processes.beat(process)
        await work.commit()


async def enqueue(unit_of_work: UnitOfWorkFactory, new: NewTask) -> Task:
    async with unit_of_work() as work:
        (task,) = await work.tasks.enqueue([new])
        await work.commit()
    return task


async def dead(unit_of_work: UnitOfWorkFactory, new: NewTask) -> Task:
    task = await enqueue(unit_of_work, new)
    async with unit_of_work() as work:
        claim = await work.tasks.claim(task.id, "w")
        assert claim is not None
        assert await work.tasks.fail(claim, "broken", TaskState.DEAD)
        await work.commit()
    return task


async def run_again(unit_of_work: UnitOfWorkFactory, ids: Sequence[UUID]) -> list[Task]:
    async with unit_of_work() as work:
        waiting = await work.tasks.run_again(ids)
        await work.commit()
    return waiting


@BOTH
async def test_a_newcomer_joins_what_was_requeued(
    unit_of_work: UnitOfWorkFactory, new: NewTask
) -> None:
    task = await dead(unit_of_work, new)
    await run_again(unit_of_work, [task.id])
    assert (await enqueue(unit_of_work, new)).id == task.id


@BOTH
async def test_of_two_requeued_the_newest_is_joined(
    unit_of_work: UnitOfWorkFactory, new: NewTask
) -> None:
    older, newer = await dead(unit_of_work, new), await dead(unit_of_work, new)
    again = await run_again(unit_of_work, [older.id, newer.id])
    assert {task.id for task in again} == {older.id, newer.id}
    assert (await enqueue(unit_of_work, new)).id == newer.id


@BOTH
async def test_a_newcomer_that_stands_under_the_key_keeps_it(
    unit_of_work: UnitOfWorkFactory, new: NewTask
) -> None:
    task = await dead(unit_of_work, new)
    newcomer = await enqueue(unit_of_work, new)
    (again,) = await run_again(unit_of_work, [task.id])
    assert again.state is TaskState.PENDING
    assert (await enqueue(unit_of_work, new)).id == newcomer.id


@BOTH
async def test_a_newcomer_at_the_same_moment_is_waited_for(
    unit_of_work: UnitOfWorkFactory, new: NewTask
) -> None:
    task = await dead(unit_of_work, new)
    async with unit_of_work() as work:
        (newcomer,) = await work.tasks.enqueue([new])
        requeuing = asyncio.create_task(run_again(unit_of_work, [task.id]))
        done, _ = await asyncio.wait([requeuing], timeout=0.3)
        assert not done, "it saw what was not committed"
        await work.commit()
    (again,) = await requeuing
    assert again.id == task.id
    assert (await enqueue(unit_of_work, new)).id == newcomer.id
