"""Run by Alembic, either for `persistence.migrate` (which hands over its connection) or for its tool."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection

from persistence.database import create_engine
from persistence.settings import PersistenceSettings
from persistence.tables import metadata


def run(connection: Connection) -> None:
    """Run the migrations that were asked for on this connection."""
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_from_tool() -> None:
    """Run them on the database that the environment names, as the `alembic` tool wants it."""
    url = PersistenceSettings().database_url
    if url is None:
        raise SystemExit("set APFA_DATABASE_URL to the database that is to be migrated")
    engine = create_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


handed_over = context.config.attributes.get("connection")
if handed_over is None:
    asyncio.run(run_from_tool())
else:
    run(handed_over)
