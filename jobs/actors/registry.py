"""Putting an actor on a broker: a task's name and the use case behind it."""

from __future__ import annotations

from uuid import UUID

import dramatiq

from jobs.broker import LedgerBroker
from jobs.context import JobContext
from jobs.envelope import UseCase, run_task
from jobs.middleware.dead_letters import GaveUp
from jobs.queues import broker_priority, queue_of


def register(broker: LedgerBroker, context: JobContext, name: str, use_case: UseCase) -> None:
    """Have messages for the actor `name` run the use case inside the envelope."""

    async def actor(task_id: str) -> None:
        await run_task(UUID(task_id), use_case, context)

    queue = queue_of(name)
    dramatiq.actor(
        broker=broker,
        actor_name=name,
        queue_name=queue.value,
        priority=broker_priority(queue),
        throws=(GaveUp,),
    )(actor)
