"""The connection to Redis, or to anything that speaks its protocol."""

from __future__ import annotations

import asyncio
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

ANSWER_SECONDS = 5.0
"""A server that says nothing for this long is taken for gone; what blocks must block for less."""


def let_cancellation_pass() -> None:
    """Raise `CancelledError` if this task was cancelled and something has swallowed it.

    Before Python 3.12 `asyncio.wait_for`, by which redis-py sends, loses a cancellation that comes as it
    returns.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class PromptRedis(Redis):
    """A client whose commands let a cancellation pass (what runs a pipeline must see to it itself)."""

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Run a command."""
        answer = await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # redis-py left it so
        let_cancellation_pass()
        return answer


def create_redis(url: str) -> Redis:
    """Return a client with its own pool of connections, for a redis://, rediss:// or unix:// URL.

    It connects when it is first used. A command that met a broken connection is tried again, for half a
    second or so; then the error is the caller's. Answers are bytes.
    """
    return PromptRedis.from_url(
        url,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=2.0,
        retry=Retry(ExponentialBackoff(cap=0.3, base=0.05), retries=3),
    )
