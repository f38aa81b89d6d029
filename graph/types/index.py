"""Index versions and their swaps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from domain.indexing import search_times
from domain.indexing import version as domain
from domain.indexing.serving import NodeStatus
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.errors import ConflictFailure, NotFoundFailure
from graph.types.fields import computed
from graph.types.node import Node, global_id
from graph.types.scalars import Cursor
from graph.types.task import Task


@strawberry.type(description="How far an index version has reached the API nodes.")
class Rollout:
    """How far an index version has reached the API nodes."""

    nodes: int = strawberry.field(description="API nodes that are alive.")
    staged: int = strawberry.field(description="Those that have it ready and do not search it yet.")
    active: int = strawberry.field(description="Those that search it.")
    failed: int = strawberry.field(description="Those that could not open it.")

    @staticmethod
    def of(rollout: domain.Rollout) -> "Rollout":
        """Return a rollout as clients see it."""
        return Rollout(
            nodes=rollout.nodes,
            staged=rollout.staged,
            active=rollout.active,
            failed=rollout.failed,
        )


@strawberry.type(description="A living API node and how far it is with an index version.")
class IndexNode:
    """A living API node and how far it is with an index version."""

    name: str = strawberry.field(description="The name of its process.")
    host: str = strawberry.field(description="The machine that it runs on.")
    address: str | None = strawberry.field(
        description="Where it is reached from its own machine, if it says."
    )
    state: domain.NodeState | None = strawberry.field(
        description="What it has done with the version; null if it has said nothing of it yet."
    )
    error: str | None = strawberry.field(description="Why it could not open it, if it could not.")
    at: datetime | None = strawberry.field(description="When it said so.")
    serves: int | None = strawberry.field(
        description="The number of the version that it searches now; null if it searches none."
    )

    @staticmethod
    def of(status: NodeStatus) -> "IndexNode":
        """Return a node as clients see it."""
        return IndexNode(
            name=status.node,
            host=status.host,
            address=status.address,
            state=status.state,
            error=status.error,
            at=status.at,
            serves=status.serves,
        )


@strawberry.type(
    description="One proof of the gate: what was measured and what it was held against."
)
class GateCheck:
    """One proof of the gate."""

    name: str = strawberry.field(description="What was checked.")
    passed: bool = strawberry.field(description="Whether it was good enough.")
    measured: float = strawberry.field(description="What was measured.")
    threshold: float = strawberry.field(
        description="What it was held against: the least, or for times and sizes the most."
    )
    detail: str = strawberry.field(description="More about it; empty if there is no more to say.")


@strawberry.type(description="What the nodes measured of people's searches in an index version.")
class SearchFigures:
    """What the nodes measured of people's searches in an index version."""

    searches: int = strawberry.field(description="How many there were.")
    failed: int = strawberry.field(description="How many of them failed.")
    p95_milliseconds: float | None = strawberry.field(
        description="Within how many milliseconds 95 % of the others ended, at most 9 % too high; without "
        "encoding the question. Null before the first."
    )

    @staticmethod
    def of(figures: search_times.SearchFigures) -> "SearchFigures":
        """Return figures as clients see them."""
        return SearchFigures(
            searches=figures.searches, failed=figures.failed, p95_milliseconds=figures.p95_ms
        )


@strawberry.type(description="An index version: never changed once it is built.")
class IndexVersion(Node):
    """An index version."""

    version_id: strawberry.Private[UUID]
    number: int = strawberry.field(description="Its number, counting up.")
    state: domain.IndexState = strawberry.field(description="Where it stands.")
    artefact: str | None = strawberry.field(
        description="The name its files are kept under, derived from their content."
    )
    encoder_fingerprint: str = strawberry.field(
        description="The encoder that its vectors come from: weights, length and precision."
    )
    index_type: str | None = strawberry.field(description="How its vectors are arranged.")
    passages: int = strawberry.field(description="How many passages it holds.")
    size_bytes: float = strawberry.field(
        description="The size of its files in bytes: a whole number, often beyond what an Int holds."
    )
    reason: str | None = strawberry.field(
        description="Why it was rejected or taken back, if it was."
    )
    gate: list[GateCheck] | None = strawberry.field(
        description="What the gate found; null if it has not been there."
    )
    created_at: datetime = strawberry.field(description="When its building began.")
    ready_at: datetime | None = strawberry.field(description="When it passed the gate.")
    activated_at: datetime | None = strawberry.field(description="When it was last activated.")
    rolled_back_at: datetime | None = strawberry.field(
        description="When it was taken back without anybody asking, because its searches failed or were "
        "slow; null if it never was."
    )

    @computed("How far it has reached the API nodes.")
    async def rollout(self, info: Info) -> Rollout:
        """Count the nodes."""
        return Rollout.of(await info.context.loaders.rollout.load(self.version_id))

    @computed("The living API nodes, each with how far it is with this version: who lags and why.")
    async def nodes(self, info: Info) -> list[IndexNode]:
        """Return the nodes."""
        found = await info.context.loaders.index_nodes.load(self.version_id)
        return [IndexNode.of(status) for status in found]

    @computed("What the nodes measured of people's searches in it.")
    async def searches(self, info: Info) -> SearchFigures:
        """Add up what was measured."""
        return SearchFigures.of(await info.context.loaders.search_figures.load(self.version_id))

    @staticmethod
    def of(version: domain.IndexVersion) -> "IndexVersion":
        """Return a version as clients see it."""
        return IndexVersion(
            id=global_id("IndexVersion", version.id),
            version_id=version.id,
            number=version.number,
            state=version.state,
            artefact=version.artefact,
            encoder_fingerprint=version.encoder_fingerprint,
            index_type=version.index_type,
            passages=version.passages,
            size_bytes=float(version.bytes),
            reason=version.reason,
            gate=_gate(version.gate),
            created_at=version.created_at,
            ready_at=version.ready_at,
            activated_at=version.activated_at,
            rolled_back_at=version.rolled_back_at,
        )


def _gate(gate: Mapping[str, Any] | None) -> list[GateCheck] | None:
    if gate is None:
        return None
    return [
        GateCheck(
            name=check["name"],
            passed=check["passed"],
            measured=check["measured"],
            threshold=check["threshold"],
            detail=check["detail"],
        )
        for check in gate.get("checks", ())
    ]


@strawberry.type(description="The active index version, after a swap.")
class IndexSwap:
    """The active index version, after a swap."""

    version: IndexVersion = strawberry.field(description="The version that is active now.")
    previous: IndexVersion | None = strawberry.field(
        description="The version that served before, with the reason if it was taken back."
    )
    cursor: Cursor = strawberry.field(description="The position of the swap among all events.")


@strawberry.type(description="The swap to the version is on its way.")
class SwapRequested:
    """The swap to the version is on its way."""

    version: IndexVersion = strawberry.field(description="The version that will serve.")
    task: Task = strawberry.field(description="The task that swaps it in.")


ActivateIndexResult = Annotated[
    SwapRequested | NotFoundFailure | ConflictFailure,
    strawberry.union("ActivateIndexResult", description="What came of activating a version."),
]
RollbackIndexResult = Annotated[
    SwapRequested | ConflictFailure,
    strawberry.union("RollbackIndexResult", description="What came of rolling back."),
]
