"""Writes to the ledger outlast an outage of Postgres."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import inf
from typing import TypeVar

from domain.errors import ApfaError, Unavailable

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0

T = TypeVar("T")

logger = logging.getLogger(__name__)


async def persistently(write: Callable[[], Awaitable[T]], *, seconds: float = inf) -> T:
    """Return what `write` returns, trying again for up to `seconds` as long as it raises.

    The ledger's writes are fenced, so one that was made and not confirmed may be repeated. Of the
    product's own errors all but `Unavailable` are raised at once.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await write()
        except Exception as error:
            if isinstance(error, ApfaError) and not isinstance(error, Unavailable):
                raise
            if loop.time() + pause > deadline:
                raise
            logger.exception("could not write to the ledger; trying again in %.1f s", pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
