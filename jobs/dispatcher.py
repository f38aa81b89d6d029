"""From the outbox to the broker, and from the ledger's doubts to the broker's answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from domain.jobs.task import Task
from domain.jobs.upkeep import Held
from jobs.broker import LedgerBroker
from jobs.messages import message_for, message_id
from persistence.outbox import Dispatch
from persistence.outbox.dispatches import Send


def send_to(broker: LedgerBroker) -> Send:
    """Return the function that puts messages on the broker, in a thread: Dramatiq's own way blocks."""

    async def send(dispatches: Sequence[Dispatch]) -> None:
        await asyncio.to_thread(_enqueue, broker, dispatches)

    return send


def held_by(broker: LedgerBroker) -> Held:
    """Return the function that asks the broker which waiting tasks' messages it has."""

    async def held(tasks: Sequence[Task]) -> set[UUID]:
        return await asyncio.to_thread(_look_up, broker, tasks)

    return held


def _enqueue(broker: LedgerBroker, dispatches: Sequence[Dispatch]) -> None:
    for due in dispatches:
        broker.enqueue(
            message_for(due.task_id, name=due.name, queue=due.queue, attempt=due.attempt)
        )


def _look_up(broker: LedgerBroker, tasks: Sequence[Task]) -> set[UUID]:
    found: set[UUID] = set()
    by_queue = sorted(tasks, key=lambda task: task.queue)
    for queue, group in groupby(by_queue, key=lambda task: task.queue):
        asked = list(group)
        held = broker.held(queue, [message_id(task.id, task.attempt) for task in asked])
        found |= {task.id for task, there in zip(asked, held, strict=True) if there}
    return found
