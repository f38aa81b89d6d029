"""aiobreaker with its rough edges covered.

Of itself it lets every caller through when it is half open, raises an error of its own in place of the
failure that trips it, reads the time from the deprecated `utcnow`, and does not guard async generators.
Here one caller at a time probes, failures pass unchanged, time is the clock's, and a block is guarded.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from aiobreaker import CircuitBreaker, CircuitBreakerState

from domain.breaker import BreakerState, BreakerStatus
from domain.errors import CircuitOpen
from domain.ports import Clock

FAILURES = 5
REST = timedelta(seconds=60)

_STATES = {
    CircuitBreakerState.CLOSED: BreakerState.CLOSED,
    CircuitBreakerState.OPEN: BreakerState.OPEN,
    CircuitBreakerState.HALF_OPEN: BreakerState.HALF_OPEN,
}


class _Circuit(CircuitBreaker):  # type: ignore[misc]  # aiobreaker has no types
    """aiobreaker's breaker by another clock."""

    def __init__(self, clock: Clock, **options: Any) -> None:
        super().__init__(**options)
        self._clock = clock
        self.opened_at: datetime | None = None

    def open(self) -> None:
        """Let nothing through from now on."""
        self.opened_at = self._clock.now()
        self.reopen()

    def reopen(self) -> None:
        """Let nothing through, as before."""
        self._state_storage.opened_at = datetime.now()  # for a message that no one reads
        self.state = self._state_storage.state = CircuitBreakerState.OPEN


class CircuitGuard:
    """Keeps `domain.breaker.Breaker`: opens after `failures` in a row, for `rest`, then lets one try.

    It belongs to one process and one event loop. A success in between sets the count back.
    """

    def __init__(
        self, name: str, *, clock: Clock, failures: int = FAILURES, rest: timedelta = REST
    ) -> None:
        self._name = name
        self._clock = clock
        self._rest = rest
        self._circuit = _Circuit(clock, fail_max=failures, timeout_duration=rest)
        self._probing = False

    def status(self) -> BreakerStatus:
        """Return how it stands now."""
        state, opened = _STATES[self._circuit.current_state], self._circuit.opened_at
        closed = state is BreakerState.CLOSED
        return BreakerStatus(
            name=self._name,
            state=state,
            failures=self._circuit.fail_counter,
            opened_at=opened,
            probe_at=None if closed or opened is None else opened + self._rest,
        )

    @asynccontextmanager
    async def guard(self) -> AsyncIterator[None]:
        """Let the block run and count how it ends. Raises `CircuitOpen`."""
        probe = self._enter()
        try:
            yield
        except Exception as failure:
            await self._count(failure, probe=probe)
            raise
        except BaseException:  # cancelled or closed: nothing is known of the other side
            if probe:
                self._circuit.reopen()
            raise
        else:
            await self._count(None, probe=probe)
        finally:
            if probe:
                self._probing = False

    def _enter(self) -> bool:
        """Let a call in, and return whether it is the probe."""
        opened = self._circuit.opened_at
        if opened is None or self._circuit.current_state is CircuitBreakerState.CLOSED:
            return False
        if self._probing or self._clock.now() < opened + self._rest:
            raise CircuitOpen(self._name)
        self._probing = True
        self._circuit.half_open()
        return True

    async def _count(self, failure: Exception | None, *, probe: bool) -> None:
        """Tell the breaker how a call ended; one let in before it opened no longer decides anything."""
        if not probe and self._circuit.current_state is not CircuitBreakerState.CLOSED:
            return

        async def outcome() -> None:
            if failure is not None:
                raise failure

        with suppress(Exception):  # the failure itself, or aiobreaker's own in its place
            await self._circuit.call_async(outcome)
