import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identifiers import new_id
from domain.jobs.job import JobKind, JobStage
from domain.jobs.task import Claim, Queue, TaskState
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory
from tests.persistence.ledger import (
    BUILD,
    EMBED,
    enqueue,
    messages,
    process,
    read,
    run_sql,
    silence,
    start,
)


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
