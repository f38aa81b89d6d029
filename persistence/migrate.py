"""Brings a database's schema to what this version of the program expects."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import Unavailable
from persistence.database import CONNECT_SECONDS, POSTGRES_AWAY, asyncpg_url, refusal

_LOCK = 7_266_100_001


def migration_config() -> Config:
    """Return Alembic's settings; they need no file, so they work from an installed package."""
    config = Config()
    directory = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(directory).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """Return the revision that this version of the program expects."""
    return ScriptDirectory.from_config(migration_config()).get_current_head()


async def migrate(url: str) -> None:
    """Upgrade the database to the newest revision, in one transaction.

    Any number of processes may call this at once: one does the work, the others wait for it and then
    find nothing to do. Raises `Unavailable` if the database cannot be reached.
    """
    engine = create_async_engine(
        asyncpg_url(url), poolclass=NullPool, connect_args={"timeout": CONNECT_SECONDS}
    )
    try:
        try:
            opened = await engine.connect()
        except POSTGRES_AWAY as error:
            raise Unavailable(refusal(error)) from error
        async with aclosing(opened) as connection, connection.begin():
            await connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = migration_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
