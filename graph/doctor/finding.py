"""What a check finds, and what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import ApfaError

PATIENCE_SECONDS = 4.0
"""How long a service may take to answer: a dead address is told of before anybody gives up."""


class Standing(StrEnum):
    """Good as it is; usable, but not all that it could be; broken."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, in a sentence; `todo` is a command, or a sentence where none will do."""

    name: str
    says: str
    standing: Standing = Standing.OK
    todo: str | None = None


async def in_time(name: str, check: Awaitable[Finding], todo: str) -> Finding:
    """Return what the check finds; a failure, or no answer in time, is a problem with this to do."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await check
    except TimeoutError:
        says = f"no answer within {PATIENCE_SECONDS:.0f} seconds"
    except ApfaError as error:
        says = error.message
    return Finding(name, says, Standing.PROBLEM, todo)
