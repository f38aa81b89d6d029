import asyncio
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from domain.access import Role
from domain.ports import (
    ArtefactStore,
    EventFeed,
    PasswordHasher,
    Topic,
    UnitOfWorkFactory,
)
from persistence.bootstrap import Resources, open_resources
from persistence.engines import EngineAddresses
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings


def keeps_the_ports(
    resources: Resources,
) -> tuple[UnitOfWorkFactory, EventFeed, ArtefactStore, PasswordHasher]:
    """mypy proves it."""
    return (
        resources.unit_of_work,
        resources.event_feed,
        resources.artefacts,
        resources.passwords,
    )


async def test_resources_work_together(resources: Resources) -> None:
    relaying = asyncio.create_task(resources.event_relay.run())
    async with resources.unit_of_work() as work:
        user = await work.accounts.add(
            email="a@b.c",
            role=Role.ADMIN,
            password_hash=await resources.passwords.hash("secret"),
            one_time=False,
        )
        await work.events.publish(Topic.JOBS, str(user.id), {})
        await work.commit()
    async with asyncio.timeout(10):
        event = await anext(aiter(resources.event_feed.listen(Topic.JOBS, 0)))
    assert event.key == str(user.id)
    assert await resources.redis.ping()
    assert resources.cache_url == resources.redis_url
    assert len(keeps_the_ports(resources)) == 4
    relaying.cancel()
    await asyncio.wait([relaying])


async def test_opening_connects_to_nothing(tmp_path: Path) -> None:
    settings = PersistenceSettings(
        database_url="postgresql://nobody@127.0.0.1:1/none",
        redis_url="redis://127.0.0.1:1",
        cache_url="redis://127.0.0.1:2",
        data_directory=tmp_path,
    )
    async with open_resources(settings) as resources:
        assert resources.database_url == settings.database_url
        assert resources.cache_url == settings.cache_url


async def test_what_is_not_configured_is_started_here(
    tmp_path: Path, engines: EngineAddresses
) -> None:
    """One of the two, as it happens: the other is configured."""
    data = tmp_path / "data with spaces"
    settings = PersistenceSettings(redis_url=engines.redis_url, data_directory=data)
    async with open_resources(settings) as resources:
        assert resources.redis_url == engines.redis_url
        assert make_url(resources.database_url).query["host"]
        await migrate(resources.database_url)
        async with resources.unit_of_work() as work:
            assert await work.accounts.users() == []


async def test_resources_are_frozen(resources: Resources) -> None:
    with pytest.raises(AttributeError):
        resources.redis_url = "x"  # type: ignore[misc]
