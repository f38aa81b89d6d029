"""Watching the index."""

from collections.abc import AsyncGenerator
from uuid import UUID

import strawberry

from domain.ports import Topic
from graph.context import Info
from graph.permissions import root_field
from graph.subscriptions.changes import changes
from graph.types.connection import event_cursor
from graph.types.index import IndexSwap, IndexVersion


@strawberry.type
class IndexSubscriptions:
    """Watching the index."""

    @root_field("The active index version, each time another one is swapped in.")
    async def index_swapped(self, info: Info) -> AsyncGenerator[IndexSwap, None]:
        """Yield each version that becomes the active one."""
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            version = await work.indexes.active()
        known: UUID | None = version.id if version else None
        async for flush in changes(info.context, "indexSwapped", [Topic.INDEX], after=position):
            async with info.context.unit_of_work() as work:
                version = await work.indexes.active()
                previous = await work.indexes.previous()
            if version is not None and version.id != known:
                known = version.id
                yield IndexSwap(
                    version=IndexVersion.of(version),
                    previous=None if previous is None else IndexVersion.of(previous),
                    cursor=event_cursor(flush.position),
                )
