"""Dramatiq's worker in this process: served until told to stop, then stopped without loss."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from dramatiq import Worker

from domain.jobs.task import Queue
from jobs.broker import LedgerBroker
from jobs.in_flight import RunningTasks

IDLE_MILLISECONDS = 150
"""The longest that an idle queue goes unasked."""

LEAVING_SECONDS = 5.0
"""Time to put tasks back, and to return messages to the broker, once the grace period is over."""


async def serve(
    queues: Sequence[Queue],
    broker: LedgerBroker,
    running: RunningTasks,
    *,
    threads: int,
    grace_seconds: float,
    until: Sequence[asyncio.Event],
) -> None:
    """Work until one of the events is set; then take no more, wait a while, and put the rest back."""
    worker = Worker(
        broker,
        queues={queue.value for queue in queues},
        worker_timeout=IDLE_MILLISECONDS,
        worker_threads=threads,
    )
    # Enough for the priorities of several queues to tell. What is kept here waits for this process alone.
    worker.queue_prefetch = threads
    worker.start()
    await _first(until)
    broker.stop_taking()
    patience = grace_seconds + LEAVING_SECONDS
    stopping = asyncio.create_task(asyncio.to_thread(worker.stop, timeout=round(patience * 1000)))
    await asyncio.wait([stopping], timeout=grace_seconds)
    running.release_all()
    await stopping


async def _first(events: Sequence[asyncio.Event]) -> None:
    """Return when one of the events is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
