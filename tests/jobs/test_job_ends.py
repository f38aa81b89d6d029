"""What the end of a task does to its job, however the end comes about."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import UUID

import pytest

from domain.documents.processing import Processed
from domain.jobs.attempt import (
    Outcome,
    Report,
    claim_task,
    finish_task,
    give_up_or_retry,
    release_task,
)
from domain.jobs.job import JobKind, JobStage, JobState
from domain.jobs.stopping import revoke_task
from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.jobs.upkeep import sweep
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory


@pytest.fixture
def store(workplace: Any) -> UnitOfWorkFactory:
    factory: UnitOfWorkFactory = workplace.resources.unit_of_work
    return factory


async def start(store: UnitOfWorkFactory, stage: JobStage = JobStage.EMBED) -> tuple[UUID, Task]:
    async with store() as work:
        job = await work.jobs.add(JobKind.REBUILD, stage=stage, sealed=True, created_by=None)
        new = NewTask("hot_swap_index", Queue.INDEXING, job_id=job.id)
        (task,) = await work.tasks.enqueue([new])
        await work.commit()
    return job.id, task


async def claimed(store: UnitOfWorkFactory, task: Task, worker: str = "ghost") -> Claim:
    claim = await claim_task(task.id, worker, unit_of_work=store)
    assert claim is not None
    return claim


async def state(store: UnitOfWorkFactory, job_id: UUID) -> JobState:
    async with store() as work:
        job = await work.jobs.get(job_id)
    assert job is not None
    return job.state


async def test_the_version_that_was_built_is_noted_and_swapped_in(store: UnitOfWorkFactory) -> None:
    job_id, task = await start(store, JobStage.BUILD)
    claim = await claimed(store, task)

    await finish_task(claim, Outcome({"version": 7}, index_version=7), unit_of_work=store)

    async with store() as work:
        job = await work.jobs.get(job_id)
        swap, build = (await work.tasks.page(PageRequest(), job_id=job_id)).items
    assert job is not None
    assert (job.stage, job.index_version) == (JobStage.SWAP, 7)
    assert (swap.name, swap.arguments, swap.state) == (
        "hot_swap_index",
        {"number": 7},
        TaskState.PENDING,
    )
    assert build.state is TaskState.SUCCESS


@pytest.mark.parametrize("good", [0, 1])
async def test_a_job_whose_documents_are_all_of_no_use_has_failed(
    store: UnitOfWorkFactory, good: int
) -> None:
    async with store() as work:
        job = await work.jobs.add(
            JobKind.PRIVATE_INGEST, stage=JobStage.EMBED, sealed=True, created_by=None
        )
        new = NewTask("process_document", Queue.EMBEDDING, job_id=job.id)
        first, second = await work.tasks.enqueue([new, new])
        await work.commit()
    for task, processed in (
        (first, Processed(2 + good, 2, ("nothing in it", "a strange character"))),
        (second, Processed(1, 1, ("nothing in it",))),
    ):
        outcome = Outcome(asdict(processed))
        await finish_task(await claimed(store, task), outcome, unit_of_work=store)
    async with store() as work:
        ended = await work.jobs.get(job.id)
    assert ended is not None
    if good:
        assert (ended.state, ended.error) == (JobState.SUCCEEDED, None)
    else:
        reasons = "none of the documents could be used: a strange character; nothing in it"
        assert (ended.state, ended.error) == (JobState.FAILED, reasons)


async def test_a_silent_workers_task_that_was_revoked_ends_its_job(
    store: UnitOfWorkFactory,
) -> None:
    job_id, task = await start(store)
    await claimed(store, task)
    await revoke_task(task.id, unit_of_work=store)

    await sweep(unit_of_work=store, held_by_broker=everything)

    assert await state(store, job_id) is JobState.REVOKED


async def test_so_does_one_that_another_worker_comes_upon(store: UnitOfWorkFactory) -> None:
    job_id, task = await start(store)
    await claimed(store, task)
    await revoke_task(task.id, unit_of_work=store)

    assert await claim_task(task.id, "another", unit_of_work=store) is None

    assert await state(store, job_id) is JobState.REVOKED


async def test_a_task_that_no_worker_survives_fails_its_job(store: UnitOfWorkFactory) -> None:
    job_id, task = await start(store)
    while await claim_task(task.id, "ghost", unit_of_work=store):
        await sweep(unit_of_work=store, held_by_broker=everything)

    assert await state(store, job_id) is JobState.FAILED


@pytest.mark.parametrize("end", ["failing", "released"])
async def test_a_task_revoked_as_it_ends_otherwise_ends_its_job(
    store: UnitOfWorkFactory, end: str
) -> None:
    job_id, task = await start(store)
    claim = await claimed(store, task)
    await revoke_task(task.id, unit_of_work=store)

    if end == "failing":
        await give_up_or_retry(claim, RuntimeError("no"), unit_of_work=store)
    else:
        await release_task(claim, unit_of_work=store)

    assert await state(store, job_id) is JobState.REVOKED


async def test_in_a_shared_worker_embedding_goes_before_what_waits_longer(workplace: Any) -> None:
    order: list[str] = []

    async def note(claim: Claim, report: Report) -> Outcome:
        order.append(claim.name)
        await asyncio.sleep(0.4)
        return Outcome()

    names = ["compute_index_stats"] * 3 + ["embed_all_documents"]
    async with (
        workplace.background(),
        workplace.worker(threads=1, compute_index_stats=note, embed_all_documents=note),
    ):
        tasks = [await workplace.enqueue(name) for name in names]
        for task in tasks:
            await workplace.reaches(task.id, TaskState.SUCCESS)

    assert order.index("embed_all_documents") <= 1  # at most one was begun before it came


async def everything(tasks: Any) -> set[UUID]:
    return {task.id for task in tasks}
