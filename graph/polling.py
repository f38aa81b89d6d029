"""What has no events and is read again and again: once a process, however many listen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import Unavailable
from domain.jobs.worker import HEARTBEAT_SECONDS, Process, ProcessKind, QueueDepth
from domain.ports import UnitOfWork, UnitOfWorkFactory

QUEUE_SECONDS = 1.0

T = TypeVar("T")

logger = logging.getLogger(__name__)


class SharedPoll(Generic[T]):
    """Reads something every few seconds while anybody listens, and shows it to all who do.

    Listeners keep no queue: one that is slow misses what was overtaken meanwhile.
    """

    def __init__(
        self,
        read: Callable[[UnitOfWork], Awaitable[T]],
        seconds: float,
        *,
        unit_of_work: UnitOfWorkFactory,
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._unit_of_work = unit_of_work
        self._listeners = 0
        self._reader: asyncio.Task[None] | None = None
        self._shown: list[T] = []
        self._changed = asyncio.Event()

    async def listen(self) -> AsyncGenerator[T, None]:
        """Yield what was read last, and again whenever that has changed.

        Raises `Unavailable` if it cannot be read.
        """
        self._listeners += 1
        reader = self._reader = self._reader or asyncio.create_task(self._run())
        seen: list[T] = []
        try:
            while True:
                changed = self._changed
                if self._shown and self._shown is not seen:
                    seen = self._shown
                    yield seen[0]
                elif reader.done():
                    raise Unavailable("this cannot be read now: subscribe again")
                else:
                    await changed.wait()
        finally:
            self._listeners -= 1
            if self._reader is reader and (reader.done() or not self._listeners):
                self._stop(reader)

    def _stop(self, reader: asyncio.Task[None]) -> None:
        reader.cancel()
        self._reader = None
        self._shown = []

    async def _run(self) -> None:
        try:
            while True:
                async with self._unit_of_work() as work:
                    now = await self._read(work)
                if self._shown != [now]:
                    self._shown = [now]
                    self._wake()
                await asyncio.sleep(self._seconds)
        except Exception:
            logger.exception("what is watched cannot be read")
        finally:
            asyncio.get_running_loop().call_soon(self._wake)  # once this task is done

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


@dataclass(frozen=True, slots=True)
class Polls:
    """The polls of an API process: the living workers, and what waits and runs in each queue."""

    workers: SharedPoll[list[Process]]
    queues: SharedPoll[list[QueueDepth]]

    @classmethod
    def over(cls, unit_of_work: UnitOfWorkFactory) -> Polls:
        """Return polls that read when somebody listens."""
        return cls(
            SharedPoll(_workers, HEARTBEAT_SECONDS, unit_of_work=unit_of_work),
            SharedPoll(_depths, QUEUE_SECONDS, unit_of_work=unit_of_work),
        )


async def _workers(work: UnitOfWork) -> list[Process]:
    return await work.processes.alive(ProcessKind.WORKER)


async def _depths(work: UnitOfWork) -> list[QueueDepth]:
    return await work.tasks.depths()
