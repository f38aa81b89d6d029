"""Events as Postgres keeps them: all, for a day."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import EventsLost
from domain.ports import Event, Topic
from persistence.tables import event_counter, events


class EventHistory:
    """Reads numbered events."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def position(self) -> int:
        """Return the last position that was given."""
        async with self._engine.connect() as connection:
            found = await connection.execute(select(event_counter.c.last))
            return int(found.scalar_one())

    async def after(self, topic: Topic, position: int, limit: int = 500) -> list[Event]:
        """Return a topic's first events after a position; all there are if fewer than `limit`.

        Raises `EventsLost` if some of them were deleted.
        """
        statement = (
            select(events)
            .where(events.c.topic == topic, events.c.position > position)
            .order_by(events.c.position)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(statement)).all()
            # Afterwards, so that what is deleted in between is noticed.
            counter = (await connection.execute(select(event_counter))).one()
        if position < counter.pruned:
            raise EventsLost(counter.last)
        return [Event(row.position, Topic(row.topic), row.key, row.payload, row.at) for row in rows]
