"""What the commands share: running a coroutine over opened resources, and whom they act for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console

if TYPE_CHECKING:
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
