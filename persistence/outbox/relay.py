"""From Postgres to the streams."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta

from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from persistence.database import POSTGRES_AWAY
from persistence.outbox.delivery import Delivery
from persistence.outbox.listening import Ear, listening
from persistence.outbox.numbering import BATCH, number_events, prune_events
from persistence.repositories.outbox import EVENTS

KEPT = timedelta(hours=24)
PRUNE_SECONDS = 60.0
STAND_BY_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0

_LEAD = text("select pg_try_advisory_lock(7266100004)")

logger = logging.getLogger(__name__)


class EventRelay:
    """Numbers committed events and appends them to the streams.

    Any number may run: one leads, and the others look every second whether it is gone. It holds two
    connections of the engine.
    """

    def __init__(self, engine: AsyncEngine, redis: Redis, *, kept: timedelta = KEPT) -> None:
        self._engine = engine
        self._redis = redis
        self._kept = kept

    async def run(self) -> None:
        """Relay until cancelled, through any outage of Postgres or Redis."""
        while True:
            try:
                async with listening(self._engine, EVENTS) as ear:
                    await _lead(ear.connection)
                    await self._relay(ear)
            except POSTGRES_AWAY as error:
                logger.warning("the event relay waits for Postgres: %s", error)
            await asyncio.sleep(STAND_BY_SECONDS)

    async def _relay(self, ear: Ear) -> None:
        numbered = asyncio.Event()
        delivering = asyncio.create_task(self._deliver(numbered))
        try:
            await self._number(ear, numbered)
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)

    async def _number(self, ear: Ear, numbered: asyncio.Event) -> None:
        """Number events on the connection that holds the lead: without the one there is not the other."""
        pruned_at = -PRUNE_SECONDS
        while True:
            found = await number_events(ear.connection)
            if found:
                numbered.set()
            if time.monotonic() - pruned_at > PRUNE_SECONDS:
                await prune_events(ear.connection, self._kept)
                pruned_at = time.monotonic()
            if found < BATCH:
                await ear.wait()

    async def _deliver(self, numbered: asyncio.Event) -> None:
        """Append what is numbered; begin anew after a failure, whatever it was."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            delivery = Delivery(self._engine, self._redis)
            try:
                await delivery.begin()
                while True:
                    numbered.clear()
                    while await delivery.deliver():
                        pause = FIRST_PAUSE_SECONDS
                    await numbered.wait()
            except Exception as error:
                # Nothing is lost meanwhile: events keep getting positions, and readers ask Postgres.
                logger.warning("events cannot be appended to the streams now: %s", error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def _lead(connection: AsyncConnection) -> None:
    """Return once this connection leads; the lock ends with the connection."""
    while True:
        leads = (await connection.execute(_LEAD)).scalar_one()
        await connection.commit()
        if leads:
            return
        await asyncio.sleep(STAND_BY_SECONDS)
