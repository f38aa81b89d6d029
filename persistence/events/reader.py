"""The one reader of a process: streams into rings."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.errors import EventsLost
from domain.ports import Topic
from persistence.database import POSTGRES_AWAY
from persistence.events.history import EventHistory
from persistence.events.ring import Ring
from persistence.events.stream import LENGTH, decode, entry_id, stream_name

BLOCK_MILLISECONDS = 1_000
COMPARE_SECONDS = 2.0
"""How often the rings are compared with Postgres, for entries that Redis lost without a later one."""

logger = logging.getLogger(__name__)


class StreamReader:
    """Keeps a ring for each topic up to date."""

    def __init__(self, redis: Redis, history: EventHistory) -> None:
        self._redis = redis
        self._history = history
        self._rings = {topic: Ring(topic) for topic in Topic}
        self._ready = asyncio.Event()
        self._compared_at = 0.0
        self._compared_to = 0

    async def ring(self, topic: Topic, running: asyncio.Task[None]) -> Ring:
        """Return a topic's ring once it is filled; or as it is, if the reader has ended."""
        ready = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait([ready, running], return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        return self._rings[topic]

    def wake(self) -> None:
        """Let all listeners look again."""
        for ring in self._rings.values():
            ring.wake()

    async def run(self) -> None:
        """Read until cancelled."""
        try:
            while True:
                try:
                    await self._begin()
                    await self._follow()
                except POSTGRES_AWAY as error:
                    logger.warning("events wait for Postgres: %s", error)
                    await asyncio.sleep(1)
        finally:
            self.wake()

    async def _begin(self) -> None:
        """Fill the rings with what the streams hold; without Redis they begin empty, at the present."""
        if self._ready.is_set():
            return
        present = await self._history.position()
        for topic, ring in self._rings.items():
            ring.reset(present)
            try:
                found: Any = await self._redis.xrange(stream_name(topic), count=2 * LENGTH)
            except (RedisError, OSError):
                continue
            for number, (identifier, fields) in enumerate(found):
                entry = decode(topic, identifier, fields)
                if number == 0 or entry.previous > ring.head:
                    ring.reset(entry.previous)  # what lies before is not here, or not all of it
                ring.append(entry.event)
        self._ready.set()

    async def _follow(self) -> None:
        while True:
            try:
                await self._read()
            except (RedisError, OSError) as error:
                logger.warning("events come from Postgres for now: %s", error)
                await self._compare()
                await asyncio.sleep(1)
            if time.monotonic() - self._compared_at > COMPARE_SECONDS:
                await self._compare()

    async def _read(self) -> None:
        names = {stream_name(topic).encode(): ring for topic, ring in self._rings.items()}
        heads: dict[Any, Any] = {name: entry_id(ring.head) for name, ring in names.items()}
        answer: Any = await self._redis.xread(heads, count=500, block=BLOCK_MILLISECONDS)
        for name, entries in dict(answer or {}).items():
            ring = names[name]
            for identifier, fields in entries:
                entry = decode(ring.topic, identifier, fields)
                if entry.previous > ring.head:
                    await self._fill(ring)
                ring.append(entry.event)
            ring.wake()

    async def _compare(self) -> None:
        """Get from Postgres what is numbered and did not come by the streams."""
        self._compared_at = time.monotonic()
        last = await self._history.position()
        if last != self._compared_to:
            for ring in self._rings.values():
                await self._fill(ring)
            self._compared_to = last

    async def _fill(self, ring: Ring) -> None:
        """Append what Postgres has after the ring's head."""
        limit = 500
        found = limit
        while found == limit:
            try:
                events = await self._history.after(ring.topic, ring.head, limit)
            except EventsLost as lost:
                # Listeners that are behind this will be told the same.
                ring.reset(lost.position)
                break
            for event in events:
                ring.append(event)
            found = len(events)
        ring.wake()
