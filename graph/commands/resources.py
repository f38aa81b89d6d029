"""What the commands share: running a coroutine over opened resources, and whom they act for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console

if TYPE_CHECKING:
    from domain.access import Principal
    from persistence.bootstrap import Resources

T = TypeVar("T")

console = Console(highlight=False)


def with_resources(action: Callable[[Resources], Awaitable[T]]) -> T:
    """Open what is configured (local engines if nothing else is), migrate, act, and close."""
    return asyncio.run(_act(action))


async def _act(action: Callable[[Resources], Awaitable[T]]) -> T:
    from persistence.bootstrap import open_resources
    from persistence.migrate import migrate
    from persistence.settings import PersistenceSettings

    async with open_resources(PersistenceSettings()) as resources:
        await migrate(resources.database_url)
        return await action(resources)


async def operator_of(resources: Resources) -> Principal:
    """Return whom the commands act for."""
    from domain.accounts.operator import local_operator
    from domain.clock import SystemClock

    return await local_operator(
        unit_of_work=resources.unit_of_work, passwords=resources.passwords, clock=SystemClock()
    )


@contextmanager
def local_services() -> Iterator[None]:
    """Keep the local engines that are needed running, migrated, for the length of the block.

    The parts started inside join them; so the engines stay up while a part is replaced.
    """
    from persistence.engines import local_engines
    from persistence.migrate import migrate
    from persistence.settings import PersistenceSettings

    settings = PersistenceSettings()
    with local_engines(
        settings.data_directory,
        postgres=settings.database_url is None,
        redis=settings.redis_url is None,
    ) as engines:
        url = settings.database_url or engines.database_url
        assert url is not None  # a local engine was started otherwise
        asyncio.run(migrate(url))
        yield
