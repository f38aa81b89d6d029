"""Hearing of commits at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from persistence.repositories.outbox import CHANNEL

POLL_SECONDS = 1.0
"""How long an announcement may go unheard: so often the tables are looked at in any case."""


@dataclass(frozen=True, slots=True)
class Ear:
    """An own connection, and an event that is set when a commit was announced there or it broke."""

    connection: AsyncConnection
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float = POLL_SECONDS) -> None:
        """Return when something was heard, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self.heard.wait()
        self.heard.clear()


@asynccontextmanager
async def listening(engine: AsyncEngine, what: str) -> AsyncIterator[Ear]:
    """Listen, for the length of the block, for commits that announce `what`."""
    async with engine.connect() as connection:
        ear = Ear(connection)

        def heard(_connection: object, _process: int, _channel: str, announced: str) -> None:
            if announced == what:
                ear.heard.set()

        def broken(_connection: object) -> None:
            ear.heard.set()

        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        try:
            driver.add_termination_listener(broken)
            await driver.add_listener(CHANNEL, heard)
            yield ear
        finally:
            # It listens, and may hold locks of the session: not one for the pool.
            await connection.invalidate()
