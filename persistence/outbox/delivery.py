"""Appending numbered events to the streams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.ports import Event, Topic
from persistence.events.stream import LENGTH, Entry, encode, entry_id, stream_name
from persistence.redis import let_cancellation_pass
from persistence.tables import event_counter, events

BATCH = 500
_THERE_ALREADY = "equal or smaller"  # what Redis says of an id that is not larger than the last


class Delivery:
    """Appends each numbered event to its topic's stream; twice at most, and then the second is refused."""

    def __init__(self, engine: AsyncEngine, redis: Redis) -> None:
        self._engine = engine
        self._redis = redis
        self._relayed = 0
        self._previous: dict[Topic, int] = {}

    async def begin(self) -> None:
        """Go on where the last relay ended."""
        async with self._engine.connect() as connection:
            counter = (await connection.execute(select(event_counter))).one()
            self._relayed = counter.relayed
            for topic in Topic:
                latest = select(func.max(events.c.position)).where(
                    events.c.topic == topic, events.c.position <= counter.relayed
                )
                found = (await connection.execute(latest)).scalar_one()
                self._previous[topic] = found or counter.pruned
        for topic in Topic:
            await self._drop_foreign(topic, counter.last)

    async def _drop_foreign(self, topic: Topic, last: int) -> None:
        """Delete a stream that is ahead of the database, which was set back or is another than before."""
        latest: Any = await self._redis.xrevrange(stream_name(topic), count=1)
        if latest and int(latest[0][0].partition(b"-")[0]) > last:
            await self._redis.delete(stream_name(topic))

    async def deliver(self) -> int:
        """Append the next events; return how many, `BATCH` at most."""
        async with self._engine.connect() as connection:
            found = await connection.execute(
                select(events)
                .where(events.c.position > self._relayed)
                .order_by(events.c.position)
                .limit(BATCH)
            )
            batch = [
                Event(row.position, Topic(row.topic), row.key, row.payload, row.at) for row in found
            ]
            if batch:
                await self._append(batch)
                await self._note(connection, batch[-1].position)
        return len(batch)

    async def _append(self, batch: Sequence[Event]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            previous = dict(self._previous)
            for event in batch:
                pipeline.xadd(
                    stream_name(event.topic),
                    encode(Entry(event, previous[event.topic])),
                    id=entry_id(event.position),
                    maxlen=LENGTH,
                    approximate=True,
                )
                previous[event.topic] = event.position
            answers = await pipeline.execute(raise_on_error=False)
        let_cancellation_pass()
        for answer in answers:
            if isinstance(answer, Exception) and not _is_there(answer):
                raise answer
        self._previous = previous

    async def _note(self, connection: AsyncConnection, position: int) -> None:
        # If this is lost with the machine, the same is appended again, and refused.
        await connection.execute(text("set local synchronous_commit = off"))
        await connection.execute(update(event_counter).values(relayed=position))
        await connection.commit()
        self._relayed = position


def _is_there(answer: Exception) -> bool:
    return isinstance(answer, ResponseError) and _THERE_ALREADY in str(answer)
