"""What operators start: embedding, rebuilding, schedules."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from domain.errors import NotFound
from domain.jobs.job import Job, JobKind, JobStage
from domain.jobs.task import NewTask, Queue, Task
from domain.ports import UnitOfWorkFactory

PLAN_KEY = "embed_all_documents"


async def start_embedding_job(created_by: UUID | None, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Start the job that cuts and embeds all that is still to be done; join it if one is at it."""
    job, _ = await plan_embedding_job(created_by, unit_of_work=unit_of_work)
    return job


async def plan_embedding_job(
    created_by: UUID | None, *, unit_of_work: UnitOfWorkFactory
) -> tuple[Job, Task]:
    """Do as `start_embedding_job` does, and also return the task that plans the job.

    One that is paused is joined, too.
    """
    async with unit_of_work() as work:
        running = await work.jobs.under_way(JobKind.EMBEDDING, JobStage.EMBED)
    if running is not None:
        return running
    plan = NewTask(PLAN_KEY, Queue.EMBEDDING, unique_key=PLAN_KEY, joins_running=True)
    return await _start(JobKind.EMBEDDING, JobStage.EMBED, plan, created_by, unit_of_work)


async def start_rebuild(created_by: UUID | None, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Start the job that builds a new version from what is embedded; join one that has yet to start."""
    build = NewTask("build_faiss_index", Queue.INDEXING, unique_key="rebuild")
    job, _ = await _start(JobKind.REBUILD, JobStage.BUILD, build, created_by, unit_of_work)
    return job


async def enable_schedule(
    name: str, enabled: bool, *, known: Collection[str], unit_of_work: UnitOfWorkFactory
) -> None:
    """Have a schedule start things, or let its moments pass; one that passed is not made up for.

    Raises `NotFound` for a name that is not `known`.
    """
    if name not in known:
        raise NotFound("schedule", name)
    async with unit_of_work() as work:
        await work.schedules.enable(name, enabled)
        await work.commit()


async def _start(
    kind: JobKind,
    stage: JobStage,
    first: NewTask,
    created_by: UUID | None,
    unit_of_work: UnitOfWorkFactory,
) -> tuple[Job, Task]:
    """Open a job with its first task, or return the live task that was joined instead, with its job."""
    async with unit_of_work() as work:
        job = await work.jobs.add(kind, stage=stage, sealed=True, created_by=created_by)
        task = NewTask(
            first.name,
            first.queue,
            first.arguments,
            job_id=job.id,
            unique_key=first.unique_key,
            joins_running=first.joins_running,
        )
        (enqueued,) = await work.tasks.enqueue([task])
        if enqueued.job_id in {job.id, None}:
            await work.commit()
            return job, enqueued
        joined = await work.jobs.get(enqueued.job_id)  # our own job is rolled back
    if joined is None:
        raise NotFound("job", enqueued.job_id)
    return joined, enqueued
