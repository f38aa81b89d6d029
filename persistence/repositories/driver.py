"""The driver's own connection, for what SQLAlchemy has no words for: COPY and cursors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def driver_connection(connection: AsyncConnection) -> Any:
    """Return the asyncpg connection, inside the transaction of the one given."""
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    if not driver.is_in_transaction():
        # SQLAlchemy begins a transaction with its first statement, and not before.
        await connection.execute(text("select 1"))
    return driver
