"""A circuit breaker as the product sees it: what is away is not asked again for a while."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class BreakerState(StrEnum):
    """CLOSED lets all calls through, OPEN none, HALF_OPEN one, which decides."""

    CLOSED = "CLOSED"
    OPEN = "OPEN"
    HALF_OPEN = "HALF_OPEN"


@dataclass(frozen=True, slots=True)
class BreakerStatus:
    """How a breaker stands.

    `failures` counts those in a row; `opened_at` is when it last opened, None if it never has;
    `probe_at` is when a call will be let through again, None while it is closed.
    """

    name: str
    state: BreakerState
    failures: int
    opened_at: datetime | None
    probe_at: datetime | None


class Breaker(Protocol):
    """Guards calls to one thing that may be away."""

    def status(self) -> BreakerStatus:
        """Return how it stands now."""

    def guard(self) -> AbstractAsyncContextManager[None]:
        """Let the block run, and count it: an exception is a failure, its end a success.

        A block that is cancelled, or a generator in it that is closed, counts as neither. Raises
        `CircuitOpen` instead of running the block while the breaker is open, and while another call
        tries whether the thing is back.
        """
