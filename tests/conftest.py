"""Real engines: one PostgreSQL and one Valkey for a whole run, a fresh database for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from redis.asyncio import Redis
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports import UnitOfWorkFactory
from persistence.bootstrap import Resources, open_resources
from persistence.database import create_engine
from persistence.engines import EngineAddresses, local_engines
from persistence.migrate import migrate
from persistence.redis import create_redis
from persistence.settings import PersistenceSettings
from persistence.unit_of_work import unit_of_work_factory

TEMPLATE = "apfa_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineAddresses]:
    with local_engines(tmp_path_factory.mktemp("engines")) as addresses:
        yield addresses


async def administer(engines: EngineAddresses, *statements: str) -> None:
    """Run statements that no transaction may contain, such as CREATE DATABASE."""
    assert engines.database_url is not None
    url = make_url(engines.database_url).set(drivername="postgresql")
    connection: Any = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def database_url(engines: EngineAddresses, name: str) -> str:
    assert engines.database_url is not None
    url = make_url(engines.database_url).set(database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def template(engines: EngineAddresses) -> str:
    """The name of a migrated, empty database that others are copied from."""

    async def make() -> None:
        # Nothing in a test survives a loss of power, and waiting for the disk is most of its time.
        await administer(engines, "alter system set fsync = off", "select pg_reload_conf()")
        await administer(engines, f"create database {TEMPLATE}")
        await migrate(database_url(engines, TEMPLATE))

    asyncio.run(make())
    return TEMPLATE


@pytest.fixture
async def database(engines: EngineAddresses, template: str) -> AsyncIterator[str]:
    """The URL of a migrated database of this test's own."""
    name = f"apfa_test_{next(_numbers)}"
    await administer(engines, f"create database {name} template {template}")
    yield database_url(engines, name)
    await administer(engines, f"drop database {name} with (force)")


@pytest.fixture
async def empty_database(engines: EngineAddresses) -> AsyncIterator[str]:
    """The URL of a database with nothing in it."""
    name = f"apfa_empty_{next(_numbers)}"
    await administer(engines, f"create database {name}")
    yield database_url(engines, name)
    await administer(engines, f"drop database {name} with (force)")


@pytest.fixture
async def sql_engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database, pool_size=10, max_overflow=10)
    yield engine
    await engine.dispose()


@pytest.fixture
def unit_of_work(sql_engine: AsyncEngine) -> UnitOfWorkFactory:
    return unit_of_work_factory(sql_engine)


@pytest.fixture
async def redis(engines: EngineAddresses) -> AsyncIterator[Redis]:
    """A client of the run's Valkey, which is empty when the test begins."""
    assert engines.redis_url is not None
    client = create_redis(engines.redis_url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
async def resources(
    database: str, engines: EngineAddresses, redis: Redis, tmp_path: Path
) -> AsyncIterator[Resources]:
    """Everything that the persistence room opens, over this test's database and an empty Valkey."""
    del redis  # emptied, no more
    settings = PersistenceSettings(
        database_url=database, redis_url=engines.redis_url, data_directory=tmp_path
    )
    async with open_resources(settings) as opened:
        yield opened


Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


@pytest.fixture
def eventually() -> Eventually:
    """Wait until a condition holds; fail if it does not within ten seconds."""

    async def wait(holds: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(10):
            while True:
                if await holds():
                    return
                await asyncio.sleep(0.02)

    return wait
