"""The moments of schedules in Postgres."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.tables import schedule_slots


class SqlScheduleRepository:
    """Keeps `domain.jobs.repository.ScheduleRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def last_slot(self, name: str) -> datetime | None:
        """Return the latest moment that was taken; None if none ever was."""
        statement = select(schedule_slots.c.slot).where(schedule_slots.c.name == name)
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def take_slot(self, name: str, slot: datetime) -> bool:
        """Take a moment later than all taken before; False if it was taken already.

        Until this transaction ends, others that want the same schedule wait.
        """
        taken = await self._connection.execute(
            upsert(schedule_slots)
            .values(name=name, slot=slot)
            .on_conflict_do_update(
                index_elements=["name"], set_={"slot": slot}, where=schedule_slots.c.slot < slot
            )
        )
        return bool(taken.rowcount)
