"""What was counted of the index from time to time, in Postgres."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.indexing.growth import KEPT, Counted
from persistence.tables import index_statistics as table
from persistence.tables import users


class SqlStatisticsRepository:
    """Keeps `domain.indexing.growth.StatisticsRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, version: int | None, passages: int, size: int, embeddings: int) -> None:
        """Keep a count, and forget those of more than 400 days ago."""
        await self._connection.execute(delete(table).where(table.c.at < func.now() - KEPT))
        await self._connection.execute(
            upsert(table)
            .values(
                at=func.clock_timestamp(),
                version=version,
                passages=passages,
                bytes=size,
                embeddings=embeddings,
            )
            .on_conflict_do_nothing()
        )

    async def history(self, window: timedelta) -> list[Counted]:
        """Return the last count of each hour within the window, oldest first."""
        last = (
            select(func.max(table.c.at))
            .where(table.c.at > func.now() - window, table.c.version.is_not(None))
            .group_by(func.date_trunc("hour", table.c.at))
        )
        found = await self._connection.execute(
            select(table).where(table.c.at.in_(last)).order_by(table.c.at)
        )
        return [Counted(row.at, row.passages, row.bytes) for row in found]

    async def users(self) -> int:
        """Count the accounts that are not disabled."""
        enabled = select(func.count()).select_from(users).where(~users.c.disabled)
        return int((await self._connection.execute(enabled)).scalar_one())
