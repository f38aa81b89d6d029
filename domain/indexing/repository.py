"""What is asked of the place where index versions are recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from domain.indexing.version import Acknowledgement, IndexVersion, NodeState, Rollout
from domain.paging import Page, PageRequest


class IndexRepository(Protocol):
    """Index versions. Every change publishes an event on the topic `index`."""

    async def begin(self, encoder_fingerprint: str) -> IndexVersion:
        """Open a version, BUILDING, with the next number."""

    async def verifying(
        self, version_id: UUID, *, artefact: str, index_type: str, passages: int, size: int
    ) -> None:
        """Note what was built. Raises `Unavailable` if the version is not BUILDING any more."""

    async def ready(self, version_id: UUID, gate: Mapping[str, Any]) -> None:
        """Note that the gate was passed. Raises `Unavailable` if the version is not VERIFYING any more."""

    async def reject(
        self, version_id: UUID, reason: str, gate: Mapping[str, Any] | None = None
    ) -> None:
        """Note that the version will never serve, and why."""

    async def get(self, version_id: UUID) -> IndexVersion | None:
        """Return a version."""

    async def by_number(self, number: int) -> IndexVersion | None:
        """Return a version."""

    async def active(self) -> IndexVersion | None:
        """Return the version that serves."""

    async def previous(self) -> IndexVersion | None:
        """Return the version that served before the active one: where a rollback goes."""

    async def order_swap(self, version_id: UUID, *, chosen: bool) -> int:
        """Return the number of an order to swap to a version: every order goes before all lower numbers.

        The last order is the same again while it is for this version and has not made it serve. `chosen`
        if a person asks; such a choice is not undone by a build that began before it.
        """

    async def ordered(self) -> IndexVersion | None:
        """Return the version of the last order, None once it serves."""

    async def last_order(self) -> int:
        """Return the number of the last order, 0 if there was none."""

    async def chosen_since(self, version_id: UUID) -> bool:
        """Whether a person has chosen a version since the build of this one began."""

    async def stage(self, version_id: UUID) -> None:
        """Ask every node to stage this version: it is the one that will serve next."""

    async def to_stage(self) -> IndexVersion | None:
        """Return the version that nodes were last asked to stage, if it does not serve yet."""

    async def page(self, request: PageRequest) -> Page[IndexVersion]:
        """Return versions, newest first."""

    async def with_artefacts(self) -> Sequence[IndexVersion]:
        """Return all versions whose files are noted as kept, newest first."""

    async def forget_artefact(self, version_id: UUID) -> None:
        """Note that a version's files are let go of, and by what name until they are deleted."""

    async def leaving(self) -> set[str]:
        """Return the names of the artefacts that were let go of and not yet noted as deleted."""

    async def left(self, artefacts: Collection[str]) -> None:
        """Note that these are deleted, or kept for other versions that share them."""

    async def activate(self, version_id: UUID) -> None:
        """Make a READY or RETIRED version the active one and retire the other, in one step.

        Raises `Conflict` for a version in any other state, `NotFound` if there is none.
        """

    async def hold_active(self) -> None:
        """Let nobody else order a swap or activate a version until this transaction ends."""

    async def rolled_back(self, version_id: UUID, reason: str) -> None:
        """Note that a version was taken back without anybody asking, and why."""

    async def rolled_back_with(self, artefact: str) -> IndexVersion | None:
        """Return the version of this very content that was taken back, if one was."""

    async def hold_build_lock(self) -> None:
        """Wait until no other transaction builds, and keep others waiting until this one ends."""

    async def try_build_lock(self) -> bool:
        """Take the same lock if it is free; whether it was."""

    async def reject_unfinished(self, reason: str) -> Sequence[IndexVersion]:
        """Reject what is BUILDING or VERIFYING, and return it; whoever calls this holds the build lock."""

    async def acknowledge(
        self, node: str, version_id: UUID, state: NodeState, error: str | None = None
    ) -> None:
        """Note what a node did with a version."""

    async def acknowledgements(self, version_id: UUID) -> list[Acknowledgement]:
        """Return what the living nodes said of a version."""

    async def rollout(self, version_id: UUID) -> Rollout:
        """Count the living nodes by how far they are with a version."""
