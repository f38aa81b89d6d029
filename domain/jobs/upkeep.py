"""Keeping the ledger and the broker in step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from uuid import UUID

from domain.jobs.advance import advance_job
from domain.jobs.task import Task
from domain.ports import UnitOfWork, UnitOfWorkFactory

GRACE_SECONDS = 5.0
SWEEP_LIMIT = 1_000
FORGET_AFTER_SECONDS = 3_600.0
"""For so long a process that fell silent can still be looked at."""

Held = Callable[[Sequence[Task]], Awaitable[set[UUID]]]
"""Answers which of the tasks have their message on the broker."""


async def sweep(*, unit_of_work: UnitOfWorkFactory, held_by_broker: Held) -> tuple[int, int]:
    """Send lost messages again and release the tasks of silent workers; return how many of each."""
    async with unit_of_work() as work:
        released = await work.tasks.release_silent()
        await _advance_ended(work, released)
        await _close_forsaken(work)
        await work.processes.forget_silent(FORGET_AFTER_SECONDS)
        waiting = await work.tasks.due(SWEEP_LIMIT, GRACE_SECONDS)
        await work.commit()
    held = await held_by_broker(waiting) if waiting else set()
    lost = [task.id for task in waiting if task.id not in held]
    if lost:
        async with unit_of_work() as work:
            await work.tasks.resend(lost)
            await work.commit()
    return len(lost), len(released)


async def release_forgotten(
    worker: str, known: Collection[UUID], *, unit_of_work: UnitOfWorkFactory
) -> int:
    """Put back what this worker holds and knows nothing of; return how many tasks that were.

    A claim can be committed without the worker being told, if Postgres dies at that moment.
    """
    async with unit_of_work() as work:
        released = await work.tasks.release_forgotten(worker, known)
        await _advance_ended(work, released)
        await work.commit()
    return len(released)


async def _close_forsaken(work: UnitOfWork) -> None:
    """Let jobs go on that were being fed by a process which is gone: what it fed is not to wait for ever."""
    for job_id in await work.jobs.forsaken():
        await work.jobs.seal(job_id)
        await advance_job(work, job_id)


async def _advance_ended(work: UnitOfWork, released: Sequence[Task]) -> None:
    """Move on the jobs of tasks that ended instead of waiting again: revoked, or one loss too many."""
    ended = {task.job_id for task in released if task.state.is_terminal and task.job_id}
    for job_id in sorted(ended):
        await advance_job(work, job_id)
