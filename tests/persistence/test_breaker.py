"""A breaker opens after failures in a row, lets one probe at a time, and passes failures unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest

from domain.breaker import BreakerState
from domain.errors import CircuitOpen
from persistence.breaker import CircuitGuard


class HandClock:
    """A clock moved on by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class Away(Exception):
    """What the guarded thing raises."""


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def breaker(clock: HandClock) -> CircuitGuard:
    return CircuitGuard("the model", clock=clock)


async def fail(breaker: CircuitGuard, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(Away):
            async with breaker.guard():
                raise Away


async def succeed(breaker: CircuitGuard) -> None:
    async with breaker.guard():
        pass


async def test_the_fifth_failure_in_a_row_opens_it(breaker: CircuitGuard) -> None:
    await fail(breaker, 4)
    assert breaker.status().state is BreakerState.CLOSED
    assert breaker.status().failures == 4
    await fail(breaker)
    assert breaker.status().state is BreakerState.OPEN
    with pytest.raises(CircuitOpen, match="the model"):
        await succeed(breaker)


async def test_a_success_sets_the_count_back(breaker: CircuitGuard) -> None:
    await fail(breaker, 4)
    await succeed(breaker)
    await fail(breaker, 4)
    assert breaker.status().state is BreakerState.CLOSED


async def test_after_its_rest_one_caller_probes_and_the_others_wait(
    breaker: CircuitGuard, clock: HandClock
) -> None:
    await fail(breaker, 5)
    opened = clock.time
    assert breaker.status().opened_at == opened
    assert breaker.status().probe_at == opened + timedelta(seconds=60)
    clock.time += timedelta(seconds=59)
    with pytest.raises(CircuitOpen):
        await succeed(breaker)
    clock.time += timedelta(seconds=1)
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def probe() -> None:
        async with breaker.guard():
            arrived.set()
            await go_on.wait()

    probing = asyncio.create_task(probe())
    await arrived.wait()
    assert breaker.status().state is BreakerState.HALF_OPEN
    for _ in range(20):
        with pytest.raises(CircuitOpen):
            await succeed(breaker)
    go_on.set()
    await probing
    assert breaker.status().state is BreakerState.CLOSED
    assert breaker.status().probe_at is None
    await succeed(breaker)


async def test_a_probe_that_fails_opens_it_for_another_rest(
    breaker: CircuitGuard, clock: HandClock
) -> None:
    await fail(breaker, 5)
    clock.time += timedelta(seconds=61)
    await fail(breaker)
    assert breaker.status().state is BreakerState.OPEN
    clock.time += timedelta(seconds=59)
    with pytest.raises(CircuitOpen):
        await succeed(breaker)
    clock.time += timedelta(seconds=1)
    await succeed(breaker)
    assert breaker.status().state is BreakerState.CLOSED


async def test_a_cancelled_probe_decides_nothing_and_lets_the_next_one_try(
    breaker: CircuitGuard, clock: HandClock
) -> None:
    await fail(breaker, 5)
    clock.time += timedelta(seconds=61)

    async def probe() -> None:
        async with breaker.guard():
            await asyncio.Event().wait()

    probing = asyncio.create_task(probe())
    await asyncio.sleep(0)
    probing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probing
    assert breaker.status().state is BreakerState.OPEN
    await succeed(breaker)
    assert breaker.status().state is BreakerState.CLOSED


async def test_what_was_let_in_before_it_opened_decides_nothing_after(
    breaker: CircuitGuard, clock: HandClock
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with breaker.guard():
            arrived.set()
            await go_on.wait()

    slow_one = asyncio.create_task(slow())
    await arrived.wait()
    await fail(breaker, 5)
    go_on.set()
    await slow_one
    assert breaker.status().state is BreakerState.OPEN


async def test_an_async_generator_is_guarded_to_its_end(breaker: CircuitGuard) -> None:
    async def pieces(*, breaks: bool) -> AsyncGenerator[int, None]:
        async with breaker.guard():
            yield 1
            if breaks:
                raise Away
            yield 2

    for _ in range(5):
        with pytest.raises(Away):
            _ = [piece async for piece in pieces(breaks=True)]
    assert breaker.status().state is BreakerState.OPEN


async def test_a_generator_that_is_closed_early_is_neither_failure_nor_success(
    breaker: CircuitGuard,
) -> None:
    async def pieces() -> AsyncGenerator[int, None]:
        async with breaker.guard():
            yield 1
            yield 2

    await fail(breaker, 4)
    opened = pieces()
    assert await anext(opened) == 1
    await opened.aclose()
    assert breaker.status().failures == 4
