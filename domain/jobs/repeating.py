"""Running again what broke: single tasks, and dead letters, which used up their retries."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from domain.errors import Conflict, NotFound
from domain.jobs.job import JobState
from domain.jobs.selection import Changed, Selection, change_selected
from domain.jobs.task import Task, TaskState
from domain.ports import UnitOfWork, UnitOfWorkFactory

DEAD = frozenset({TaskState.DEAD})


async def retry_task(task_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Task:
    """Run a task again that failed, died or was revoked; a job of it that ended with it goes on.

    It has all its retries anew. Raises `NotFound`, or `Conflict` if it is live or has succeeded.
    """
    async with unit_of_work() as work:
        waiting = await work.tasks.run_again([task_id])
        if not waiting:
            task = await work.tasks.get(task_id)
            if task is None:
                raise NotFound("task", task_id)
            raise Conflict(f"only a task that broke can be run again; this one is {task.state}")
        await reopen_jobs(work, waiting)
        await work.commit()
    return waiting[0]


async def requeue_dead_letters(selection: Selection, *, unit_of_work: UnitOfWorkFactory) -> Changed:
    """Run up to 1,000 dead letters again, as `retry_task` does one.

    Raises `InvalidInput` for no ids or too many, `Conflict` if none of them is a dead letter.
    """
    async with unit_of_work() as work:
        changed = await change_selected(work, selection, DEAD, work.tasks.run_again)
        await reopen_jobs(work, changed.tasks)
        await work.commit()
    return changed


async def discard_dead_letters(selection: Selection, *, unit_of_work: UnitOfWorkFactory) -> Changed:
    """Take up to 1,000 dead letters off the list: they stay in the ledger, as FAILURE.

    Raises as `requeue_dead_letters` does.
    """
    async with unit_of_work() as work:
        changed = await change_selected(work, selection, DEAD, work.tasks.discard)
        await work.commit()
    return changed


async def reopen_jobs(work: UnitOfWork, tasks: Iterable[Task]) -> None:
    """Have the jobs of these tasks run again if they had ended."""
    for job_id in sorted({task.job_id for task in tasks if task.job_id}):
        job = await work.jobs.lock(job_id)
        if job is not None and job.state.is_terminal:
            await work.jobs.move(job_id, state=JobState.RUNNING)
