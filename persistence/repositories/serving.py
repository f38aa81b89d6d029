"""What nodes say of the versions they serve and of their load, in Postgres."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.indexing.search_times import SearchFigures, added_up
from domain.indexing.serving import NodeLoad, NodeStatus
from domain.indexing.version import NodeState
from domain.jobs.worker import ProcessKind
from persistence.repositories.processes import heard_from
from persistence.tables import (
    index_acknowledgements,
    index_searches,
    index_versions,
    node_loads,
    processes,
)

_FRESH = timedelta(minutes=1)


class SqlServingRepository:
    """Keeps `domain.indexing.serving.ServingRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def nodes(self, version_id: UUID) -> list[NodeStatus]:
        """Return the living API nodes with their word on a version."""
        said = index_acknowledgements
        of_this = (said.c.node == processes.c.name) & (said.c.version_id == version_id)
        found = await self._connection.execute(
            select(
                *(processes.c.name, processes.c.host, processes.c.address),
                *(said.c.state, said.c.error, said.c.at),
                _searched_now().scalar_subquery().label("serves"),
            )
            .select_from(processes.outerjoin(said, of_this))
            .where(processes.c.kind == ProcessKind.API, heard_from())
            .order_by(processes.c.name)
        )
        return [
            NodeStatus(
                node=row.name,
                host=row.host,
                address=row.address,
                state=None if row.state is None else NodeState(row.state),
                error=row.error,
                at=row.at,
                serves=row.serves,
            )
            for row in found
        ]

    async def note_searches(self, node: str, version_id: UUID, figures: SearchFigures) -> None:
        """Put a node's figures on a version in place of those it gave before."""
        noted = {
            "failures": figures.failed,
            "buckets": list(figures.buckets),
            "at": func.clock_timestamp(),
        }
        await self._connection.execute(
            upsert(index_searches)
            .values(node=node, version_id=version_id, **noted)
            .on_conflict_do_update(index_elements=["version_id", "node"], set_=noted)
        )

    async def searches(self, version_id: UUID, since: datetime | None = None) -> SearchFigures:
        """Add up what nodes, gone ones too, measured of a version; only what was noted after `since`."""
        statement = select(index_searches).where(index_searches.c.version_id == version_id)
        if since is not None:
            statement = statement.where(index_searches.c.at > since)
        found = await self._connection.execute(statement)
        return added_up(SearchFigures(row.failures, tuple(row.buckets)) for row in found)

    async def note_load(self, load: NodeLoad) -> None:
        """Put a node's load in place of what it was before; what nodes that are gone noted goes."""
        noted = {
            "requests_per_second": load.requests_per_second,
            "pool_in_use": load.pool_in_use,
            "pool_size": load.pool_size,
            "at": func.clock_timestamp(),
        }
        await self._connection.execute(
            delete(node_loads).where(node_loads.c.at < func.clock_timestamp() - 60 * _FRESH)
        )
        await self._connection.execute(
            upsert(node_loads)
            .values(node=load.node, **noted)
            .on_conflict_do_update(index_elements=["node"], set_=noted)
        )

    async def loads(self) -> list[NodeLoad]:
        """Return the loads that living API nodes noted within the last minute."""
        found = await self._connection.execute(
            select(node_loads)
            .join(processes, processes.c.name == node_loads.c.node)
            .where(heard_from(), node_loads.c.at > func.clock_timestamp() - _FRESH)
            .order_by(node_loads.c.node)
        )
        return [
            NodeLoad(row.node, row.requests_per_second, row.pool_in_use, row.pool_size)
            for row in found
        ]


def _searched_now() -> Select[tuple[int]]:
    """Return the number of the version that a process searches."""
    word = index_acknowledgements.alias()
    return (
        select(index_versions.c.number)
        .join(word, word.c.version_id == index_versions.c.id)
        .where(word.c.node == processes.c.name, word.c.state == NodeState.ACTIVE)
        .correlate(processes)
    )
