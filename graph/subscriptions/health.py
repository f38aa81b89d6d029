"""Watching workers and queues."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeVar

import strawberry

from domain.jobs.worker import HEARTBEAT_SECONDS, Process, ProcessKind, QueueDepth
from domain.ports import UnitOfWork
from graph.context import Context, Info
from graph.permissions import root_field
from graph.types.worker import QueueStatus, Worker

QUEUE_SECONDS = 1.0

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
        async for processes in _watched(info.context, "workerHealth", HEARTBEAT_SECONDS, _workers):
            yield [Worker.of(process) for process in processes]

    @root_field(
        "What waits and what runs in each queue: at once, then every second if anything changed."
    )
    async def queue_stats(self, info: Info) -> AsyncGenerator[list[QueueStatus], None]:
        """Yield the queues."""
        async for depths in _watched(info.context, "queueStats", QUEUE_SECONDS, _depths):
            yield [QueueStatus.of(depth) for depth in depths]


async def _workers(work: UnitOfWork) -> list[Process]:
    return await work.processes.alive(ProcessKind.WORKER)


async def _depths(work: UnitOfWork) -> list[QueueDepth]:
    return await work.tasks.depths()


async def _watched(
    context: Context,
    operation: str,
    seconds: float,
    read: Callable[[UnitOfWork], Awaitable[T]],
) -> AsyncGenerator[T, None]:
    """Yield what is read, and again whenever it has changed. The caller must still be allowed each time."""
    before: T | None = None
    while True:
        await context.require(operation)
        async with context.unit_of_work() as work:
            now = await read(work)
        if now != before:
            yield now
        before = now
        await asyncio.sleep(seconds)
