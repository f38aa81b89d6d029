"""Answers that processes share, in Redis, each for a limited time."""

from __future__ import annotations

import logging

from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.advice.advice import Advice
from domain.breaker import Breaker
from domain.errors import CircuitOpen
from persistence.repositories.advice_records import dump_advice, load_advice

PREFIX = "apfa:answer:"

log = logging.getLogger(__name__)


class RedisAnswerStore:
    """Keeps `domain.advice.cache.AnswerStore`: where Redis is away, nothing is found and nothing kept.

    After some failures the breaker keeps answers from waiting for it.
    """

    def __init__(self, redis: Redis, *, breaker: Breaker) -> None:
        self._redis = redis
        self._breaker = breaker

    async def load(self, key: str) -> Advice | None:
        """Return the answer kept under a key, unless a newer program wrote it in another form."""
        try:
            async with self._breaker.guard():
                kept = await self._redis.get(PREFIX + key)
            return None if kept is None else load_advice(kept)
        except (CircuitOpen, ValidationError):
            return None
        except RedisError as error:
            log.warning("an answer could not be looked up in the cache: %s", error)
            return None

    async def save(self, key: str, advice: Advice, *, seconds: int) -> None:
        """Keep an answer for so long."""
        content = dump_advice(advice)
        try:
            async with self._breaker.guard():
                await self._redis.set(PREFIX + key, content, ex=seconds)
        except CircuitOpen:
            return
        except RedisError as error:
            log.warning("an answer could not be kept in the cache: %s", error)
