"""Watching workers and queues."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

import strawberry

from graph.context import Context, Info
from graph.permissions import root_field
from graph.polling import SharedPoll
from graph.types.worker import QueueStatus, Worker

T = TypeVar("T")


@strawberry.type
class HealthSubscriptions:
    """Watching workers and queues."""

    @root_field(
        "The worker processes that are alive: at once, then every two seconds if anything about them "
        "changed. One that was killed is gone after ten."
    )
    async def worker_health(self, info: Info) -> AsyncGenerator[list[Worker], None]:
        """Yield the living workers."""
        poll = info.context.services.polls.workers
        async with aclosing(_watched(info.context, "workerHealth", poll)) as shown:
            async for processes in shown:
                yield [Worker.of(process) for process in processes]

    @root_field(
        "What waits and what runs in each queue: at once, then every second if anything changed."
    )
    async def queue_stats(self, info: Info) -> AsyncGenerator[list[QueueStatus], None]:
        """Yield the queues."""
        poll = info.context.services.polls.queues
        async with aclosing(_watched(info.context, "queueStats", poll)) as shown:
            async for depths in shown:
                yield [QueueStatus.of(depth) for depth in depths]


async def _watched(
    context: Context, operation: str, poll: SharedPoll[T]
) -> AsyncGenerator[T, None]:
    """Yield what a poll shows. The caller must still be allowed each time."""
    async with aclosing(poll.listen()) as shown:
        async for each in shown:
            await context.require(operation)
            yield each
