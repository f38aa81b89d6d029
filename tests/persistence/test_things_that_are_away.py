"""The object store and the cache behind their breakers: what is away is soon not waited for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore
from redis.asyncio import Redis

from domain.advice.advice import Advice
from domain.breaker import BreakerState
from domain.clock import SystemClock
from domain.errors import CircuitOpen, Unavailable
from persistence.answers import RedisAnswerStore
from persistence.breaker import CircuitGuard
from persistence.objects import Objects
from persistence.redis import create_redis

AWAY = "redis://127.0.0.1:1"


@pytest.fixture
def breaker() -> CircuitGuard:
    return CircuitGuard("it", clock=SystemClock())


@pytest.fixture
async def nobody() -> AsyncIterator[Redis]:
    """A client of a Redis that is not there."""
    redis = create_redis(AWAY)
    yield redis
    await redis.aclose()


async def test_a_store_that_fails_is_left_in_peace(tmp_path: Path, breaker: CircuitGuard) -> None:
    folder = tmp_path / "objects"
    objects = Objects(LocalStore(folder, mkdir=True), breaker=breaker)
    # Given a directory that has become something else
    folder.rmdir()
    folder.write_bytes(b"")
    # When it is written to
    for _ in range(5):
        with pytest.raises(Unavailable, match="the object store fails"):
            await objects.put("a", b"1")
    # Then it is not asked again
    with pytest.raises(CircuitOpen):
        await objects.put("a", b"1")


async def test_an_answer_is_no_failure(breaker: CircuitGuard) -> None:
    objects = Objects(MemoryStore(), breaker=breaker)
    assert await objects.create("a", b"1")
    for _ in range(6):
        assert not await objects.create("a", b"2")
        with pytest.raises(FileNotFoundError):
            async for _chunk in objects.read("b"):
                pass
    assert [chunk async for chunk in objects.read("a")] == [b"1"]
    assert breaker.status().failures == 0


async def test_content_that_breaks_off_is_the_senders_failure(breaker: CircuitGuard) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b"half"
        raise ValueError("gone")

    objects = Objects(MemoryStore(), breaker=breaker)
    with pytest.raises(ValueError, match="gone"):
        await objects.put("a", content())
    assert await objects.sizes("") == {}
    assert breaker.status().failures == 0


async def test_a_cache_that_is_away_is_soon_passed_by(
    make_advice: Callable[[], Advice], nobody: Redis, breaker: CircuitGuard
) -> None:
    answers = RedisAnswerStore(nobody, breaker=breaker)
    for _ in range(3):
        assert await answers.load("key") is None
        await answers.save("key", make_advice(), seconds=60)
    assert breaker.status().state is BreakerState.OPEN
    assert breaker.status().failures == 5
