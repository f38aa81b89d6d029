"""What a transaction leaves in the outbox, for others to be told of once it is committed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ports import Topic
from persistence.repositories.arrays import among
from persistence.tables import dispatches, event_counter, events, tasks
from persistence.tables.jobs import WAITING

CHANNEL = "apfa_outbox"
"""The channel that a commit is announced on; what is said there is DISPATCHES or EVENTS."""

DISPATCHES = "dispatches"
EVENTS = "events"


class SqlOutbox:
    """Rows for the relay and the dispatcher, in the caller's transaction. Keeps `EventLog`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._unannounced: set[str] = set()

    async def publish(self, topic: Topic, key: str, payload: Mapping[str, Any]) -> None:
        """Add an event about `key`."""
        await self.publish_all(topic, [(key, payload)])

    async def publish_all(
        self, topic: Topic, about: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> None:
        """Add events, in this order."""
        if about:
            rows = [{"topic": topic, "key": key, "payload": payload} for key, payload in about]
            await self._connection.execute(insert(events), rows)
            self._unannounced.add(EVENTS)

    async def position(self) -> int:
        """Return a cursor such that every change committed from now on lies after it."""
        # Only what is committed is ever numbered, so what is not yet committed gets a larger number.
        found = await self._connection.execute(select(event_counter.c.last))
        return int(found.scalar_one())

    async def dispatch(self, task_ids: Collection[UUID]) -> None:
        """Add a message for each of these tasks that waits, to be sent when the task is due."""
        if task_ids:
            waiting = select(tasks.c.id, tasks.c.queue, tasks.c.available_at).where(
                among(tasks.c.id, task_ids), text(WAITING)
            )
            await self._connection.execute(
                insert(dispatches).from_select(
                    ["task_id", "queue", "available_at"], waiting.order_by(tasks.c.id)
                )
            )
            self._unannounced.add(DISPATCHES)

    async def announce(self) -> None:
        """Wake the relay and the dispatcher at commit, if there is anything for them."""
        for what in sorted(self._unannounced):
            await self._connection.execute(select(func.pg_notify(CHANNEL, what)))
        self._unannounced.clear()
