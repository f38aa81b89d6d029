"""What operators do to jobs and tasks."""

from __future__ import annotations

from uuid import UUID

from domain.errors import Conflict, NotFound
from domain.jobs.advance import advance_job
from domain.jobs.job import Job, JobKind, JobStage
from domain.jobs.task import NewTask, Queue, Task
from domain.ports import UnitOfWorkFactory

PLAN_KEY = "embed_all_documents"


async def start_embedding_job(created_by: UUID | None, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Start the job that cuts and embeds all that is still to be done; join it if one is at it."""
    plan = NewTask(PLAN_KEY, Queue.EMBEDDING, unique_key=PLAN_KEY, joins_running=True)
    return await _start(JobKind.EMBEDDING, JobStage.EMBED, plan, created_by, unit_of_work)


async def start_rebuild(created_by: UUID | None, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Start the job that builds a new version from what is embedded; join one that has yet to start."""
    build = NewTask("build_faiss_index", Queue.INDEXING, unique_key="rebuild")
    return await _start(JobKind.REBUILD, JobStage.BUILD, build, created_by, unit_of_work)


async def revoke_task(task_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Task:
    """Revoke a waiting task at once, or ask a running one to stop.

    Raises `NotFound`, or `Conflict` if the task has ended.
    """
    async with unit_of_work() as work:
        before = await work.tasks.get(task_id)
        if before is None:
            raise NotFound("task", task_id)
        if before.state.is_terminal:
            raise Conflict(f"the task has ended already: {before.state}")
        task = await work.tasks.request_revoke(task_id)
        if task is None:
            raise NotFound("task", task_id)
        if task.state.is_terminal and task.job_id:
            await advance_job(work, task.job_id)
        await work.commit()
    return task


async def _start(
    kind: JobKind,
    stage: JobStage,
    first: NewTask,
    created_by: UUID | None,
    unit_of_work: UnitOfWorkFactory,
) -> Job:
    """Open a job with its first task, or return the job of the live task that was joined instead."""
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
            return job
        joined = await work.jobs.get(enqueued.job_id)  # our own job is rolled back
    if joined is None:
        raise NotFound("job", enqueued.job_id)
    return joined
