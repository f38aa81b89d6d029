"""From Postgres to the broker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.jobs.task import Queue, TaskState
from persistence.database import POSTGRES_AWAY
from persistence.outbox.listening import POLL_SECONDS, Ear, listening
from persistence.repositories.outbox import DISPATCHES
from persistence.tables import dispatches, tasks

BATCH = 500
HELD_BY_ANOTHER_SECONDS = 0.05
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A message to be sent now: which waiting task it is for, and how often that was started so far."""

    task_id: UUID
    name: str
    queue: Queue
    attempt: int


Send = Callable[[Sequence[Dispatch]], Awaitable[None]]


class DispatchOutbox:
    """Hands out messages as they become due. Any number may run, and none gets what another has.

    A message is forgotten once `send` has returned. If the process ends before that, it is handed out
    again: at least once, then. It holds one connection of the engine.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, send: Send) -> None:
        """Call `send` with up to 500 messages whenever some are due, until cancelled.

        Through any outage of Postgres, or of the broker: what `send` raises is logged, and the messages
        are handed out again after a pause.
        """
        while True:
            try:
                async with listening(self._engine, DISPATCHES) as ear:
                    await _dispatch(ear, send)
            except POSTGRES_AWAY as error:
                logger.warning("messages wait for Postgres: %s", error)
            await asyncio.sleep(POLL_SECONDS)


async def _dispatch(ear: Ear, send: Send) -> None:
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            sent = await _send_due(ear.connection, send)
        except POSTGRES_AWAY:
            raise
        except Exception:
            logger.exception("messages could not be sent; they wait %.1f s", pause)
            await ear.connection.rollback()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            continue
        pause = FIRST_PAUSE_SECONDS
        if sent < BATCH:
            await ear.wait(await _seconds_to_next(ear.connection))


async def _send_due(connection: AsyncConnection, send: Send) -> int:
    """Send the messages that are due, in one transaction; return how many rows that were.

    Rows are deleted before their messages are sent, so that two processes cannot both have one; if sending
    fails, the deletion is rolled back.
    """
    due = (
        select(dispatches.c.id)
        .where(dispatches.c.available_at <= func.now())
        .order_by(dispatches.c.available_at, dispatches.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = await connection.execute(
        delete(dispatches)
        .where(dispatches.c.id == due.c.id, dispatches.c.task_id == tasks.c.id)
        .returning(
            dispatches.c.available_at,
            dispatches.c.id,
            dispatches.c.task_id,
            tasks.c.state,
            tasks.c.name,
            tasks.c.queue,
            tasks.c.attempt,
        )
    )
    rows = sorted(taken, key=lambda row: (row.available_at, row.id))
    messages = [
        Dispatch(row.task_id, row.name, Queue(row.queue), row.attempt)
        for row in rows
        if row.state in {TaskState.PENDING, TaskState.RETRY}  # not revoked or started meanwhile
    ]
    if messages:
        await send(messages)
    await connection.commit()
    return len(rows)


async def _seconds_to_next(connection: AsyncConnection) -> float:
    """Return how long to wait for the next message, if none is announced before."""
    ahead = func.min(dispatches.c.available_at) - func.clock_timestamp()
    found = await connection.execute(select(func.extract("epoch", ahead)))
    seconds: Any = found.scalar_one()
    # Announcements arrive between transactions only.
    await connection.rollback()
    if seconds is None:
        return POLL_SECONDS
    return min(max(float(seconds), HELD_BY_ANOTHER_SECONDS), POLL_SECONDS)
