"""The row by which a process shows that it lives and how it fares."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import psutil

from domain.jobs.task import Queue
from domain.jobs.worker import HEARTBEAT_SECONDS, Process, ProcessKind
from domain.ports import UnitOfWorkFactory
from jobs.process import alongside

logger = logging.getLogger(__name__)


def process_name(kind: ProcessKind) -> str:
    """Return a name for this process that no other has, nor one that gets its number after it."""
    return f"{kind.lower()}-{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"


class Heartbeat:
    """Writes this process's row every 2 seconds; an outage of Postgres is logged and waited out."""

    def __init__(
        self,
        name: str,
        kind: ProcessKind,
        *,
        unit_of_work: UnitOfWorkFactory,
        queues: tuple[Queue, ...] = (),
        busy: Callable[[], int] = lambda: 0,
        address: str | None = None,
    ) -> None:
        self._name = name
        self._kind = kind
        self._unit_of_work = unit_of_work
        self._queues = queues
        self._busy = busy
        self._address = address
        self._process = psutil.Process()
        self._process.cpu_percent()  # the first call only starts the measurement

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Be on the register for the length of the block, which may claim tasks.

        Afterwards what this process still held is free.
        """
        await self.beat()
        try:
            async with alongside(self._run()):
                yield
        finally:
            async with self._unit_of_work() as work:
                await work.processes.leave(self._name)
                await work.commit()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                await self.beat()
            except Exception:
                logger.exception("could not write the heartbeat")

    async def beat(self) -> None:
        """Write the row now."""
        process = self._measure()
        async with self._unit_of_work() as work:
            await work.processes.beat(process)
            await work.commit()

    def _measure(self) -> Process:
        return Process(
            name=self._name,
            kind=self._kind,
            host=socket.gethostname(),
            pid=os.getpid(),
            queues=self._queues,
            busy=self._busy(),
            cpu_percent=self._process.cpu_percent(),
            memory_bytes=self._process.memory_info().rss,
            started_at=datetime.fromtimestamp(self._process.create_time(), UTC),
            seen_at=datetime.now(UTC),
            address=self._address,
        )
