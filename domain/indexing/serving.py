"""How versions fare on the nodes that serve them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.indexing.search_times import SearchFigures
from domain.indexing.version import NodeState


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """A living API node and how far it is with a version.

    `state` is None if it has said nothing of it yet. `serves` is the number of the version that it
    searches, None if it searches none.
    """

    node: str
    host: str
    address: str | None
    state: NodeState | None
    error: str | None
    at: datetime | None
    serves: int | None


@dataclass(frozen=True, slots=True)
class NodeLoad:
    """What a living API node has to do: requests a second over the last minute, and its connections."""

    node: str
    requests_per_second: float
    pool_in_use: int
    pool_size: int


class ServingRepository(Protocol):
    """What nodes say of the versions they serve and of their load."""

    async def nodes(self, version_id: UUID) -> Sequence[NodeStatus]:
        """Return the living API nodes with their word on a version."""

    async def note_searches(self, node: str, version_id: UUID, figures: SearchFigures) -> None:
        """Put a node's figures on a version in place of those it gave before."""

    async def searches(self, version_id: UUID, since: datetime | None = None) -> SearchFigures:
        """Add up what nodes, gone ones too, measured of a version; only what was noted after `since`."""

    async def note_load(self, load: NodeLoad) -> None:
        """Put a node's load in place of what it was before."""

    async def loads(self) -> Sequence[NodeLoad]:
        """Return the loads that living API nodes noted within the last minute."""
