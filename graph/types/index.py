"""Index versions and their swaps."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from domain.indexing import version as domain
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
    reason: str | None = strawberry.field(description="Why it was rejected, if it was.")
    created_at: datetime = strawberry.field(description="When its building began.")
    ready_at: datetime | None = strawberry.field(description="When it passed the gate.")
    activated_at: datetime | None = strawberry.field(description="When it was last activated.")

    @computed("How far it has reached the API nodes.")
    async def rollout(self, info: Info) -> Rollout:
        """Count the nodes."""
        return Rollout.of(await info.context.loaders.rollout.load(self.version_id))

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
            created_at=version.created_at,
            ready_at=version.ready_at,
            activated_at=version.activated_at,
        )


@strawberry.type(description="The active index version, after a swap.")
class IndexSwap:
    """The active index version, after a swap."""

    version: IndexVersion = strawberry.field(description="The version that is active now.")
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
