"""The register of processes in Postgres."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.jobs.task import Queue
from domain.jobs.worker import SILENT_AFTER_SECONDS, Process, ProcessKind
from persistence.tables import processes


def heard_from(seconds: float = SILENT_AFTER_SECONDS) -> ColumnElement[bool]:
    """Return the condition that a process wrote within the last seconds, by Postgres's clock.

    Not by the transaction's start: a transaction may have waited long for a lock.
    """
    return processes.c.seen_at > func.clock_timestamp() - timedelta(seconds=seconds)


class SqlProcessRepository:
    """Keeps `domain.jobs.repository.ProcessRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def beat(self, process: Process) -> None:
        """Write a heartbeat (times are Postgres's own), adding the row if it is the first."""
        load = {
            "kind": process.kind,
            "host": process.host,
            "pid": process.pid,
            "queues": list(process.queues),
            "busy": process.busy,
            "cpu_percent": process.cpu_percent,
            "memory_bytes": process.memory_bytes,
            "address": process.address,
            "seen_at": func.clock_timestamp(),
        }
        await self._connection.execute(
            upsert(processes)
            .values(name=process.name, **load)
            .on_conflict_do_update(index_elements=[processes.c.name], set_=load)
        )

    async def leave(self, name: str) -> None:
        """Take a process that stops in good order off the register."""
        await self._connection.execute(delete(processes).where(processes.c.name == name))

    async def alive(self, kind: ProcessKind | None = None) -> list[Process]:
        """Return the processes that were heard from lately."""
        statement = select(processes).where(heard_from()).order_by(processes.c.name)
        if kind is not None:
            statement = statement.where(processes.c.kind == kind)
        return [_process(row) for row in await self._connection.execute(statement)]

    async def forget_silent(self, after_seconds: float) -> int:
        """Delete processes not heard from for this long."""
        deleted = await self._connection.execute(
            delete(processes).where(~heard_from(after_seconds))
        )
        return deleted.rowcount


def _process(row: Row[Any]) -> Process:
    return Process(
        name=row.name,
        kind=ProcessKind(row.kind),
        host=row.host,
        pid=row.pid,
        queues=tuple(Queue(queue) for queue in row.queues),
        busy=row.busy,
        cpu_percent=row.cpu_percent,
        memory_bytes=row.memory_bytes,
        started_at=row.started_at,
        seen_at=row.seen_at,
        address=row.address,
    )
