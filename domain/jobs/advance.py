"""What follows when a task of a job has ended: the next stage, or the job's end."""

from __future__ import annotations

from uuid import UUID

from domain.jobs.job import Job, JobKind, JobStage, JobState
from domain.jobs.task import NewTask, Queue, TaskState
from domain.ports import UnitOfWork

_PRIVATE = {JobKind.PRIVATE_INGEST, JobKind.PRIVATE_UPLOAD}
_PLANNED = {JobKind.EMBEDDING, JobKind.UPLOAD}
"""Their first task changes nothing itself, but finds out what is to be done."""


async def advance_job(work: UnitOfWork, job_id: UUID) -> None:
    """Move a job on if all tasks of its stage have ended. Call it in the transaction that ended one.

    The job's row is held while looking, so of two last tasks exactly one moves it.
    """
    job = await work.jobs.lock(job_id)
    if job is not None and job.state is JobState.REVOKED:
        # What ended may have added tasks after the job was revoked.
        await work.tasks.revoke_waiting(job_id)
    if job is None or job.state is not JobState.RUNNING or not job.sealed:
        return
    if await work.jobs.open_tasks(job_id):
        return
    broken = await work.jobs.broken_tasks(job_id)
    if broken:
        revoked = all(task.state is TaskState.REVOKED for task in broken)
        await work.jobs.move(
            job_id,
            state=JobState.REVOKED if revoked else JobState.FAILED,
            error=f"{broken[0].name}: {broken[0].error}",
        )
    elif refusals := await work.jobs.refusals(job_id):
        await work.jobs.move(
            job_id,
            state=JobState.FAILED,
            error=f"none of the documents could be used: {'; '.join(refusals)}",
        )
    elif job.stage is JobStage.EMBED and await _changes_index(work, job):
        await _enter(work, job, JobStage.BUILD, "build_faiss_index")
    elif job.stage is JobStage.BUILD and await _has_new_version(work, job):
        await _enter(work, job, JobStage.SWAP, "hot_swap_index")
    else:
        await work.jobs.move(job_id, stage=JobStage.DONE, state=JobState.SUCCEEDED)


async def _changes_index(work: UnitOfWork, job: Job) -> bool:
    """Whether the stage left something to index; private documents never do."""
    if job.kind in _PRIVATE:
        return False
    planning = 1 if job.kind in _PLANNED else 0
    return (await work.jobs.progress(job.id)).tasks > planning


async def _has_new_version(work: UnitOfWork, job: Job) -> bool:
    """Whether the build made a version that does not serve yet (it may have found nothing new)."""
    active = await work.indexes.active()
    return job.index_version is not None and (active is None or active.number < job.index_version)


async def _enter(work: UnitOfWork, job: Job, stage: JobStage, task: str) -> None:
    await work.jobs.move(job.id, stage=stage)
    arguments = {"number": job.index_version} if stage is JobStage.SWAP else {}
    await work.tasks.enqueue([NewTask(task, Queue.INDEXING, arguments, job_id=job.id)])
