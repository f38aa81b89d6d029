"""What services say of themselves when they are asked; nothing in them is changed for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import obstore
from alembic.runtime.migration import MigrationContext
from obstore.exceptions import BaseError
from obstore.store import ObjectStore
from redis.exceptions import RedisError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import Unavailable
from persistence.database import POSTGRES_AWAY, asyncpg_url, refusal
from persistence.objects import first_line
from persistence.redis import create_redis


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """A database's server version and the revision of its tables, None if it has none."""

    version: str
    revision: str | None


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """What speaks Redis's protocol, its version, and what it does when its memory is full."""

    product: str
    version: str
    eviction: str


async def inspect_database(url: str) -> DatabaseFacts:
    """Ask a database. Raises `Unavailable` with the reason."""
    engine = create_async_engine(asyncpg_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            version = await connection.execute(text("show server_version"))
            return DatabaseFacts(
                str(version.scalar_one()).partition(" ")[0], await connection.run_sync(_revision)
            )
    except POSTGRES_AWAY as error:
        raise Unavailable(refusal(error)) from error
    finally:
        await engine.dispose()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def inspect_redis(url: str) -> RedisFacts:
    """Ask a Redis or Valkey. Raises `Unavailable` with the reason."""
    redis = create_redis(url)
    try:
        said: dict[str, Any] = {**await redis.info("server"), **await redis.info("memory")}
    except (RedisError, OSError) as error:
        raise Unavailable(str(error).partition("\n")[0]) from error
    finally:
        await redis.aclose()
    product = "Valkey" if "valkey_version" in said else "Redis"
    return RedisFacts(
        product,
        str(said.get("valkey_version") or said.get("redis_version", "?")),
        str(said.get("maxmemory_policy", "?")),
    )


async def try_objects(store: ObjectStore) -> None:
    """Write a small object, read it again and delete it. Raises `Unavailable` with the reason."""
    name, content = f"apfa-doctor-{uuid4().hex}", b"written and deleted by `apfa doctor`"
    try:
        await obstore.put_async(store, name, content)
        read = await (await obstore.get_async(store, name)).bytes_async()
        await obstore.delete_async(store, name)
    except (BaseError, OSError) as error:
        raise Unavailable(first_line(error)) from error
    if bytes(read) != content:
        raise Unavailable("it gives back something else than was written")
