"""Index versions."""

import strawberry

from domain.indexing.readiness import migration_readiness
from graph.context import Info
from graph.permissions import root_field
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.index import IndexVersion
from graph.types.readiness import MigrationReadiness


@strawberry.type
class IndexQueries:
    """Queries about index versions."""

    @root_field("All index versions, newest first.")
    async def indexes(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[IndexVersion]:
        """Return a page of versions."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.indexes.page(request)
        return connection(page, request, IndexVersion.of, lambda version: version.id)

    @root_field("The index version that searches use; null if there is none yet.")
    async def active_index(self, info: Info) -> IndexVersion | None:
        """Return the active version."""
        async with info.context.unit_of_work() as work:
            version = await work.indexes.active()
        return None if version is None else IndexVersion.of(version)

    @root_field("Whether it is time to move to a larger index, with what was measured.")
    async def migration_readiness(self, info: Info) -> MigrationReadiness:
        """Return urgency, projection and conditions."""
        found = await migration_readiness(
            info.context.services.clock.now(), unit_of_work=info.context.unit_of_work
        )
        return MigrationReadiness.of(found)
