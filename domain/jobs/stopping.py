"""Stopping tasks: at once if they wait, at their next safe point if they run."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from domain.errors import Conflict, NotFound
from domain.jobs.advance import advance_job
from domain.jobs.selection import Changed, Selection, change_selected
from domain.jobs.task import TERMINAL_STATES, Task, TaskState
from domain.ports import UnitOfWork, UnitOfWorkFactory

LIVE_STATES = frozenset(TaskState) - TERMINAL_STATES


async def revoke_task(task_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Task:
    """Revoke a waiting task at once, or ask a running one to stop.

    Raises `NotFound`, or `Conflict` if the task has ended.
    """
    async with unit_of_work() as work:
        asked = await work.tasks.request_revokes([task_id])
        if not asked:
            ended = await work.tasks.get(task_id)
            if ended is None:
                raise NotFound("task", task_id)
            raise Conflict(f"the task has ended already: {ended.state}")
        await advance_stopped(work, asked)
        await work.commit()
    return asked[0]


async def revoke_tasks(selection: Selection, *, unit_of_work: UnitOfWorkFactory) -> Changed:
    """Revoke up to 1,000 tasks that have not ended, as `revoke_task` does one.

    Raises `InvalidInput` for no ids or too many, `Conflict` if all of them have ended.
    """
    async with unit_of_work() as work:
        changed = await change_selected(work, selection, LIVE_STATES, work.tasks.request_revokes)
        await advance_stopped(work, changed.tasks)
        await work.commit()
    return changed


async def advance_stopped(work: UnitOfWork, tasks: Iterable[Task]) -> None:
    """Move on the jobs of those tasks that ended, in the order of their ids."""
    for job_id in sorted({task.job_id for task in tasks if task.job_id and task.state.is_terminal}):
        await advance_job(work, job_id)
