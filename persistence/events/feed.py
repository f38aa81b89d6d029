"""What a process's listeners get, however many they are, from one reader."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import EventsLost
from domain.ports import Event, Topic
from persistence.events.history import EventHistory
from persistence.events.reader import StreamReader


class RedisEventFeed:
    """Keeps `domain.ports.EventFeed`.

    The reader starts with the first listener and ends with `close`, which ends all listeners, too. While
    Redis is away events come from Postgres, every second.
    """

    def __init__(self, redis: Redis, engine: AsyncEngine) -> None:
        self._history = EventHistory(engine)
        self._reader = StreamReader(redis, self._history)
        self._running: asyncio.Task[None] | None = None

    async def listen(self, topic: Topic, after: int | None = None) -> AsyncIterator[Event]:
        """Yield events in order: those after position `after` first, or only new ones if None.

        New ones are those that come after the first is awaited. Raises `EventsLost` if events after
        `after` are no longer kept, or if no event ever had that position.
        """
        running = self._running = self._running or asyncio.create_task(self._reader.run())
        ring = await self._reader.ring(topic, running)
        position = ring.head if after is None else after
        if position > ring.head:
            await self._check_known(position)
        while not running.done():
            changed, floor = ring.changed, ring.floor
            if position < floor:
                events = await self._history.after(topic, position)
            else:
                events = ring.after(position)
            for event in events:
                yield event
                position = event.position
            if not events and position < floor:
                position = floor
            elif not events:
                await changed.wait()
        await self._report(running)

    async def _check_known(self, position: int) -> None:
        last = await self._history.position()
        if position > last:
            raise EventsLost(last)

    async def _report(self, running: asyncio.Task[None]) -> None:
        """Raise what ended the reader, unless it was `close`."""
        with suppress(asyncio.CancelledError):
            running.result()

    async def close(self) -> None:
        """End the reader and all listeners."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
            self._reader.wake()
