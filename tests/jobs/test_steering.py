"""Jobs that are paused, resumed, revoked and repeated, through a real ledger, broker and worker."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Conflict, NotFound
from domain.identifiers import new_id
from domain.jobs.attempt import Outcome, Report, claim_task, finish_task
from domain.jobs.job import Job, JobKind, JobStage, JobState
from domain.jobs.starting import start_embedding_job
from domain.jobs.steering import pause_job, resume_job, retry_job, revoke_job
from domain.jobs.stopping import revoke_task
from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory


@pytest.fixture
def store(workplace: Any) -> UnitOfWorkFactory:
    factory: UnitOfWorkFactory = workplace.resources.unit_of_work
    return factory


async def start(store: UnitOfWorkFactory, count: int) -> UUID:
    """Start a job of so many batches; it is private, so that nothing follows from it."""
    async with store() as work:
        job = await work.jobs.add(
            JobKind.PRIVATE_INGEST, stage=JobStage.EMBED, sealed=True, created_by=None
        )
        await work.tasks.enqueue(
            [
                NewTask("embed_document_batch", Queue.EMBEDDING, {"n": n}, job_id=job.id, units=10)
                for n in range(count)
            ]
        )
        await work.commit()
    return job.id


async def tasks_of(store: UnitOfWorkFactory, job_id: UUID) -> list[Task]:
    async with store() as work:
        return list((await work.tasks.page(PageRequest(100), job_id=job_id)).items)[::-1]


async def states(store: UnitOfWorkFactory, job_id: UUID) -> list[TaskState]:
    return [task.state for task in await tasks_of(store, job_id)]


async def read(store: UnitOfWorkFactory, job_id: UUID) -> Job:
    async with store() as work:
        job = await work.jobs.get(job_id)
    assert job is not None
    return job


async def ended(workplace: Any, job_id: UUID) -> Job:
    async def over() -> bool:
        return (await read(workplace.resources.unit_of_work, job_id)).state.is_terminal

    await workplace.until(over)
    return await read(workplace.resources.unit_of_work, job_id)


class Batches:
    """A use case whose batches wait at a gate, and a note of those that were begun."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.begun: list[int] = []
        self.broken: set[int] = set()

    async def __call__(self, claim: Claim, report: Report) -> Outcome:
        self.begun.append(claim.arguments["n"])
        await self.gate.wait()
        if claim.arguments["n"] in self.broken:
            raise NotFound("passage", "x")  # which repeating cannot mend
        await report(10, 10)
        return Outcome()


async def test_a_paused_job_begins_nothing_ends_what_runs_and_goes_on(
    workplace: Any, store: UnitOfWorkFactory
) -> None:
    batches = Batches()
    job_id = await start(store, 6)
    async with (
        workplace.background(),
        workplace.worker(threads=2, embed_document_batch=batches),
    ):
        await workplace.until(lambda: begun(batches, 2))
        paused = await pause_job(job_id, unit_of_work=store)
        batches.gate.set()
        await workplace.until(lambda: count_of(store, job_id, TaskState.SUCCESS, 2))
        other = await start(store, 1)  # the worker is free for other jobs
        await workplace.until(lambda: count_of(store, other, TaskState.SUCCESS, 1))
        await asyncio.sleep(1)
        assert sorted(batches.begun) == [0, 0, 1]
        assert await states(store, job_id) == [TaskState.SUCCESS] * 2 + [TaskState.PENDING] * 4
        async with store() as work:
            embedding, *_ = await work.tasks.depths()
        assert (embedding.waiting, embedding.paused) == (0, 4)
        assert embedding.oldest_waiting_seconds == 0
        assert embedding.rate == pytest.approx(3 / 60)

        resumed = await resume_job(job_id, unit_of_work=store)
        done = await ended(workplace, job_id)

    assert (paused.state, resumed.state, done.state) == (
        JobState.PAUSED,
        JobState.RUNNING,
        JobState.SUCCEEDED,
    )
    assert paused.finished_at is None


async def begun(batches: Batches, number: int) -> bool:
    return len(batches.begun) >= number


async def count_of(store: UnitOfWorkFactory, job_id: UUID, state: TaskState, number: int) -> bool:
    return (await states(store, job_id)).count(state) == number


async def test_a_job_whose_last_task_ends_while_it_is_paused_ends_when_resumed(
    store: UnitOfWorkFactory,
) -> None:
    job_id = await start(store, 1)
    (task,) = await tasks_of(store, job_id)
    claim = await claim_task(task.id, "ghost", unit_of_work=store)
    assert claim is not None
    await pause_job(job_id, unit_of_work=store)
    await finish_task(claim, Outcome(), unit_of_work=store)
    assert (await read(store, job_id)).state is JobState.PAUSED

    assert (await resume_job(job_id, unit_of_work=store)).state is JobState.SUCCEEDED


async def test_a_revoked_job_stops_what_runs_and_what_waits(
    workplace: Any, store: UnitOfWorkFactory
) -> None:
    batches = Batches()
    job_id = await start(store, 5)
    async with (
        workplace.background(),
        workplace.worker(threads=2, embed_document_batch=batches),
    ):
        await workplace.until(lambda: begun(batches, 2))
        revoked = await revoke_job(job_id, unit_of_work=store)
        assert (await states(store, job_id)).count(TaskState.REVOKED) == 3
        await workplace.until(lambda: count_of(store, job_id, TaskState.REVOKED, 5), 2)
        await asyncio.sleep(0.5)

    assert revoked.state is JobState.REVOKED
    assert revoked.finished_at is not None
    assert len(batches.begun) == 2


async def test_what_a_task_of_a_revoked_job_adds_before_it_stops_is_revoked_too(
    store: UnitOfWorkFactory,
) -> None:
    job_id = await start(store, 1)
    (task,) = await tasks_of(store, job_id)
    claim = await claim_task(task.id, "ghost", unit_of_work=store)
    assert claim is not None
    await revoke_job(job_id, unit_of_work=store)
    async with store() as work:
        new = NewTask("embed_document_batch", Queue.EMBEDDING, {"n": 1}, job_id=job_id)
        (first, second) = await work.tasks.enqueue([new, new])
        await work.commit()

    assert await claim_task(first.id, "ghost", unit_of_work=store) is None
    assert await states(store, job_id) == [TaskState.STARTED] + [TaskState.REVOKED] * 2
    async with store() as work:
        await work.tasks.enqueue([new])
        await work.commit()
    await finish_task(claim, Outcome(), unit_of_work=store)
    assert (await states(store, job_id))[-1] is TaskState.REVOKED
    assert second.state is TaskState.PENDING
    assert (await read(store, job_id)).state is JobState.REVOKED


async def test_only_what_broke_is_run_again(workplace: Any, store: UnitOfWorkFactory) -> None:
    batches = Batches()
    batches.gate.set()
    batches.broken = {1, 3}
    job_id = await start(store, 5)
    async with workplace.background(), workplace.worker(embed_document_batch=batches):
        failed = await ended(workplace, job_id)
        async with store() as work:
            progress = await work.jobs.progress(job_id)
        assert (progress.total, progress.done, progress.failed) == (50, 30, 20)
        assert progress.errors == ("NOT_FOUND: there is no passage x",)
        batches.broken.clear()
        batches.begun.clear()
        running = await retry_job(job_id, unit_of_work=store)
        done = await ended(workplace, job_id)

    assert failed.state is JobState.FAILED
    assert (running.state, running.error, running.finished_at) == (JobState.RUNNING, None, None)
    assert sorted(batches.begun) == [1, 3]
    assert done.state is JobState.SUCCEEDED
    tasks = await tasks_of(store, job_id)
    assert [task.attempt for task in tasks] == [1, 2, 1, 2, 1]
    assert {task.error for task in tasks} == {None}


async def test_a_job_that_is_still_stopping_is_not_retried(store: UnitOfWorkFactory) -> None:
    job_id = await start(store, 2)
    first, _ = await tasks_of(store, job_id)
    claim = await claim_task(first.id, "ghost", unit_of_work=store)
    assert claim is not None
    await revoke_job(job_id, unit_of_work=store)
    with pytest.raises(Conflict, match="still stopping"):
        await retry_job(job_id, unit_of_work=store)
    async with store() as work:
        await work.tasks.fail(claim, "revoked", TaskState.REVOKED)
        await work.commit()

    assert (await retry_job(job_id, unit_of_work=store)).state is JobState.RUNNING
    assert await states(store, job_id) == [TaskState.PENDING] * 2


async def test_what_does_not_fit_the_jobs_state_is_refused(store: UnitOfWorkFactory) -> None:
    job_id = await start(store, 1)
    for change in (resume_job, retry_job):
        with pytest.raises(Conflict, match="this one is RUNNING"):
            await change(job_id, unit_of_work=store)
    await pause_job(job_id, unit_of_work=store)
    with pytest.raises(Conflict, match="this one is PAUSED"):
        await pause_job(job_id, unit_of_work=store)
    await revoke_job(job_id, unit_of_work=store)
    for change in (pause_job, resume_job, revoke_job):
        with pytest.raises(Conflict, match="this one is REVOKED"):
            await change(job_id, unit_of_work=store)
    for change in (pause_job, resume_job, revoke_job, retry_job):
        with pytest.raises(NotFound):
            await change(new_id(), unit_of_work=store)


async def test_changes_of_one_job_from_many_sides_do_not_block_each_other(
    store: UnitOfWorkFactory,
) -> None:
    job_id = await start(store, 20)
    tasks = await tasks_of(store, job_id)

    async def try_to(change: Any, identifier: UUID) -> None:
        with suppress(Conflict):
            await change(identifier, unit_of_work=store)

    async with asyncio.timeout(10):
        for _ in range(5):
            await asyncio.gather(
                *(try_to(revoke_task, task.id) for task in tasks[::3]),
                try_to(pause_job, job_id),
                try_to(resume_job, job_id),
                try_to(revoke_job, job_id),
                try_to(retry_job, job_id),
            )
    job, found = await read(store, job_id), await states(store, job_id)
    assert job.state in {JobState.RUNNING, JobState.REVOKED, JobState.PAUSED}
    if job.state is JobState.REVOKED:
        assert set(found) == {TaskState.REVOKED}


async def test_an_embedding_job_that_has_been_planned_is_still_joined(
    store: UnitOfWorkFactory,
) -> None:
    job = await start_embedding_job(None, unit_of_work=store)
    (plan,) = await tasks_of(store, job.id)
    claim = await claim_task(plan.id, "ghost", unit_of_work=store)
    assert claim is not None
    async with store() as work:
        batch = NewTask("embed_document_batch", Queue.EMBEDDING, {}, job_id=job.id)
        await work.tasks.enqueue([batch])
        await work.commit()
    await finish_task(claim, Outcome(), unit_of_work=store)

    again = await start_embedding_job(None, unit_of_work=store)

    assert again.id == job.id
    assert len(await tasks_of(store, job.id)) == 2
