"""What operators do to whole jobs: pause, resume, revoke, retry what broke.

Tasks are always taken before their job's row, as by whoever ends a task: so no two wait for each other.
"""

from __future__ import annotations

from uuid import UUID

from domain.errors import Conflict, NotFound
from domain.jobs.advance import advance_job
from domain.jobs.filter import TaskFilter
from domain.jobs.job import Job, JobState
from domain.jobs.stopping import LIVE_STATES
from domain.jobs.task import BROKEN_STATES
from domain.ports import UnitOfWork, UnitOfWorkFactory

ALL = 1_000_000
"""More tasks than a job can have: 1,000 passages each."""


async def pause_job(job_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Have no task of a job begun until it is resumed; what runs comes to its end.

    Raises `NotFound`, or `Conflict` if the job is paused already or has ended.
    """
    async with unit_of_work() as work:
        await _lock(work, job_id, JobState.RUNNING)
        await work.jobs.move(job_id, state=JobState.PAUSED)
        return await _commit(work, job_id)


async def resume_job(job_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Have a paused job go on where it stood. Raises `NotFound`, or `Conflict` if it is not paused."""
    async with unit_of_work() as work:
        await work.tasks.wake(job_id)
        await _lock(work, job_id, JobState.PAUSED)
        await work.jobs.move(job_id, state=JobState.RUNNING)
        await advance_job(work, job_id)  # its last task may have ended meanwhile
        return await _commit(work, job_id)


async def revoke_job(job_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Stop a job: what waits never runs, what runs stops at its next safe point.

    What was done stays. Raises `NotFound`, or `Conflict` if the job has ended.
    """
    async with unit_of_work() as work:
        live = await work.tasks.chosen(TaskFilter(states=LIVE_STATES, job_id=job_id), ALL)
        await work.tasks.request_revokes(live)
        await _lock(work, job_id, JobState.RUNNING, JobState.PAUSED)
        await work.tasks.revoke_waiting(job_id)  # what somebody put back before the job was ours
        await work.jobs.move(job_id, state=JobState.REVOKED, error="somebody stopped it")
        return await _commit(work, job_id)


async def retry_job(job_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Run again what broke of a job that failed or was revoked; what succeeded is not repeated.

    Raises `NotFound`, or `Conflict` if the job has not ended so, nothing of it broke, or tasks of it are
    still stopping.
    """
    async with unit_of_work() as work:
        broken = await work.tasks.chosen(TaskFilter(states=BROKEN_STATES, job_id=job_id), ALL)
        await _lock(work, job_id, JobState.FAILED, JobState.REVOKED)
        if await work.jobs.open_tasks(job_id):
            raise Conflict("tasks of the job are still stopping: try again in a second")
        if not broken:
            raise Conflict("nothing of the job broke: there is nothing to run again")
        await work.tasks.run_again(broken)
        await work.jobs.move(job_id, state=JobState.RUNNING)
        return await _commit(work, job_id)


async def _lock(work: UnitOfWork, job_id: UUID, *states: JobState) -> None:
    job = await work.jobs.lock(job_id)
    if job is None:
        raise NotFound("job", job_id)
    if job.state not in states:
        raise Conflict(f"that needs a job which is {' or '.join(states)}; this one is {job.state}")


async def _commit(work: UnitOfWork, job_id: UUID) -> Job:
    job = await work.jobs.get(job_id)
    assert job is not None  # jobs are never deleted
    await work.commit()
    return job
