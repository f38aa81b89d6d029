"""Adding tasks, each once however many ask for it at the same moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identifiers import new_id
from domain.jobs.task import NewTask, Task, TaskState
from persistence.repositories.arrays import among
from persistence.repositories.task_rows import task_from
from persistence.tables import tasks
from persistence.tables.jobs import LIVE, LIVE_KEY


async def enqueue(
    connection: AsyncConnection, new: Sequence[NewTask]
) -> tuple[list[Task], list[Task]]:
    """Return the tasks that stand for the new ones, in their order, and those that were added.

    A task that is joined can neither start nor end until the caller's transaction does: so one that
    has not started will see all that the caller writes.
    """
    ids = sorted(new_id() for _ in new)
    slots: list[object] = [
        task.unique_key or identifier for task, identifier in zip(new, ids, strict=True)
    ]
    rows: dict[object, dict[str, Any]] = {}
    for slot, identifier, task in zip(slots, ids, new, strict=True):
        rows.setdefault(slot, _row(identifier, task))
    standing: dict[object, Task] = {}
    while len(standing) < len(rows):
        # Missing after the first round: a task we could not join, because it has just started or ended.
        missing = [row for slot, row in rows.items() if slot not in standing]
        standing |= await _add(connection, missing)
        keys = [row["unique_key"] for row in missing if row["unique_key"] not in standing]
        standing |= await _join(connection, [key for key in keys if key is not None])
    made = {row["id"] for row in rows.values()}
    added = [task for task in standing.values() if task.id in made]
    return [standing[slot] for slot in slots], added


async def _add(connection: AsyncConnection, rows: Iterable[dict[str, Any]]) -> dict[object, Task]:
    """Insert the rows whose key no live task has.

    In the order of the keys, so that no two callers block one another.
    """
    ordered = sorted(rows, key=lambda row: (row["unique_key"] or "", row["id"]))
    statement = upsert(tasks).on_conflict_do_nothing(
        index_elements=["unique_key"], index_where=text(LIVE_KEY)
    )
    await connection.execute(statement, ordered)
    ids: list[UUID] = [row["id"] for row in ordered]
    return await _by_slot(connection, select(tasks).where(among(tasks.c.id, ids)))


async def _join(connection: AsyncConnection, keys: Collection[str]) -> dict[object, Task]:
    if not keys:
        return {}
    live = select(tasks).where(among(tasks.c.unique_key, keys), text(LIVE))
    return await _by_slot(connection, live.with_for_update(read=True))


async def _by_slot(connection: AsyncConnection, statement: Select[Any]) -> dict[object, Task]:
    return {row.unique_key or row.id: task_from(row) for row in await connection.execute(statement)}


def _row(identifier: UUID, task: NewTask) -> dict[str, Any]:
    return {
        "id": identifier,
        "name": task.name,
        "queue": task.queue,
        "arguments": dict(task.arguments),
        "state": TaskState.PENDING,
        "job_id": task.job_id,
        "units": task.units,
        "unique_key": task.unique_key,
        "given_key": task.unique_key,
        "joins_running": task.joins_running,
    }
