"""What is kept of schedules, in Postgres."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.jobs.schedule_keeping import Firing, Keeping
from persistence.tables import schedules


class SqlScheduleRepository:
    """Keeps `domain.jobs.repository.ScheduleRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def now(self) -> datetime:
        """Return the time by the one clock that schedules are kept by: Postgres's."""
        now: datetime = (
            await self._connection.execute(select(func.clock_timestamp()))
        ).scalar_one()
        return now

    async def keeping(self) -> dict[str, Keeping]:
        """Return what is known of each schedule, by its name; nothing of one that was never looked at."""
        found = await self._connection.execute(select(schedules))
        return {row.name: _keeping(row) for row in found}

    async def take_slot(self, name: str, slot: datetime) -> Keeping | None:
        """Take a moment later than all taken before, and return what was known; None if it was taken.

        Until this transaction ends, others that want the same schedule wait.
        """
        row = schedules.c.name == name
        await self._connection.execute(
            upsert(schedules).values(name=name).on_conflict_do_nothing(index_elements=["name"])
        )
        held = await self._connection.execute(select(schedules).where(row).with_for_update())
        before = _keeping(held.one())
        if before.slot is not None and before.slot >= slot:
            return None
        await self._connection.execute(update(schedules).where(row).values(slot=slot))
        return before

    async def enable(self, name: str, enabled: bool) -> None:
        """Note whether a schedule is to start anything; moments that passed while it was not are taken."""
        passed = func.greatest(schedules.c.slot, func.now()) if enabled else schedules.c.slot
        await self._connection.execute(
            upsert(schedules)
            .values(name=name, enabled=enabled)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"enabled": enabled, "slot": passed},
                where=schedules.c.enabled != enabled,
            )
        )

    async def note(self, name: str, task_id: UUID) -> None:
        """Note what a schedule has started just now."""
        fired = {"task_id": task_id, "fired_at": func.clock_timestamp()}
        await self._connection.execute(
            upsert(schedules)
            .values(name=name, **fired)
            .on_conflict_do_update(index_elements=["name"], set_=fired)
        )


def _keeping(row: Row[Any]) -> Keeping:
    last = None if row.task_id is None else Firing(row.fired_at, row.task_id)
    return Keeping(row.slot, row.enabled, last)
