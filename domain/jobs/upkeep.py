"""Keeping the ledger and the broker in step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from domain.jobs.task import Task
from domain.ports import UnitOfWorkFactory

GRACE_SECONDS = 5.0
SWEEP_LIMIT = 1_000

Held = Callable[[Sequence[Task]], Awaitable[set[UUID]]]
"""Answers which of the tasks have their message on the broker."""


async def sweep(*, unit_of_work: UnitOfWorkFactory, held_by_broker: Held) -> tuple[int, int]:
    """Send lost messages again and release the tasks of silent workers; return how many of each."""
    async with unit_of_work() as work:
        released = await work.tasks.release_silent()
        waiting = await work.tasks.due(SWEEP_LIMIT, GRACE_SECONDS)
        await work.commit()
    held = await held_by_broker(waiting) if waiting else set()
    lost = [task.id for task in waiting if task.id not in held]
    if lost:
        async with unit_of_work() as work:
            await work.tasks.resend(lost)
            await work.commit()
    return len(lost), len(released)
