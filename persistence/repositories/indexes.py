"""Index versions in Postgres."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, Update, cast, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Conflict, NotFound, Unavailable
from domain.identifiers import new_id
from domain.indexing.version import Acknowledgement, IndexState, IndexVersion, NodeState, Rollout
from domain.jobs.worker import ProcessKind
from domain.paging import Page, PageRequest
from domain.ports import Topic
from persistence.repositories.arrays import among
from persistence.repositories.index_rows import acknowledgement_from, version_from
from persistence.repositories.outbox import SqlOutbox
from persistence.repositories.pages import cut, one_more
from persistence.repositories.payloads import version_payload
from persistence.repositories.processes import heard_from
from persistence.tables import active_index, index_acknowledgements, index_versions, processes

# Locks that end with the transaction; the numbers only have to differ from one another.
_NUMBER_LOCK = text("select pg_advisory_xact_lock(7266100002)")
_BUILD_LOCK = text("select pg_advisory_xact_lock(7266100003)")
_BUILD_LOCK_IF_FREE = text("select pg_try_advisory_xact_lock(7266100003)")


class SqlIndexRepository:
    """Keeps `domain.indexing.repository.IndexRepository`."""

    def __init__(self, connection: AsyncConnection, outbox: SqlOutbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def begin(self, encoder_fingerprint: str) -> IndexVersion:
        """Open a version, BUILDING, with the next number."""
        await self._connection.execute(_NUMBER_LOCK)
        next_number = select(func.coalesce(func.max(index_versions.c.number), 0) + 1)
        opened = await self._connection.execute(
            insert(index_versions)
            .values(
                id=new_id(),
                number=next_number.scalar_subquery(),
                state=IndexState.BUILDING,
                encoder_fingerprint=encoder_fingerprint,
            )
            .returning(index_versions)
        )
        version = version_from(opened.one())
        await self._publish(version)
        return version

    async def verifying(
        self, version_id: UUID, *, artefact: str, index_type: str, passages: int, size: int
    ) -> None:
        """Note what was built. Raises `Unavailable` if the version is not BUILDING any more."""
        await self._go_on(
            version_id,
            IndexState.BUILDING,
            _version(version_id).values(
                state=IndexState.VERIFYING,
                artefact=artefact,
                index_type=index_type,
                passages=passages,
                bytes=size,
            ),
        )

    async def ready(self, version_id: UUID, gate: Mapping[str, Any]) -> None:
        """Note that the gate was passed. Raises `Unavailable` if the version is not VERIFYING any more."""
        await self._go_on(
            version_id,
            IndexState.VERIFYING,
            _version(version_id).values(
                state=IndexState.READY, gate=dict(gate), ready_at=func.now()
            ),
        )

    async def _go_on(self, version_id: UUID, state: IndexState, change: Update) -> None:
        """Change a version that is still in this state: who lost the build lock may find it rejected."""
        if not await self._change(change.where(index_versions.c.state == state)):
            raise Unavailable("the build lost its lock, and its version was rejected")

    async def reject(
        self, version_id: UUID, reason: str, gate: Mapping[str, Any] | None = None
    ) -> None:
        """Note that the version will never serve, and why."""
        rejected = _version(version_id).values(state=IndexState.REJECTED, reason=reason)
        await self._change(rejected if gate is None else rejected.values(gate=dict(gate)))

    async def get(self, version_id: UUID) -> IndexVersion | None:
        """Return a version."""
        return await self._one(select(index_versions).where(index_versions.c.id == version_id))

    async def by_number(self, number: int) -> IndexVersion | None:
        """Return a version."""
        return await self._one(select(index_versions).where(index_versions.c.number == number))

    async def active(self) -> IndexVersion | None:
        """Return the version that serves."""
        return await self._one(
            select(index_versions).join(
                active_index, active_index.c.version_id == index_versions.c.id
            )
        )

    async def previous(self) -> IndexVersion | None:
        """Return the version that served before the active one: where a rollback goes."""
        return await self._one(
            select(index_versions).join(
                active_index, active_index.c.previous_id == index_versions.c.id
            )
        )

    async def order_swap(self, version_id: UUID, *, chosen: bool) -> int:
        """Return the number of an order to swap to a version: every order goes before all lower numbers.

        The last order is the same again while it is for this version and has not made it serve. `chosen`
        if a person asks; such a choice is not undone by a build that began before it.
        """
        is_new = active_index.c.ordered_id.is_distinct_from(version_id)
        chosen_at = func.clock_timestamp() if chosen else active_index.c.chosen_at
        ordered = await self._connection.execute(
            update(active_index)
            .values(
                last_order=active_index.c.last_order + cast(is_new, Integer),
                ordered_id=version_id,
                chosen_at=chosen_at,
            )
            .returning(active_index.c.last_order)
        )
        return int(ordered.scalar_one())

    async def ordered(self) -> IndexVersion | None:
        """Return the version of the last order, None once it serves."""
        return await self._one(
            select(index_versions).join(
                active_index, active_index.c.ordered_id == index_versions.c.id
            )
        )

    async def last_order(self) -> int:
        """Return the number of the last order, 0 if there was none."""
        return int((await self._connection.execute(select(active_index.c.last_order))).scalar_one())

    async def chosen_since(self, version_id: UUID) -> bool:
        """Whether a person has chosen a version since the build of this one began."""
        found = await self._connection.execute(
            select(index_versions.c.id).where(
                index_versions.c.id == version_id,
                index_versions.c.created_at < select(active_index.c.chosen_at).scalar_subquery(),
            )
        )
        return found.one_or_none() is not None

    async def stage(self, version_id: UUID) -> None:
        """Ask every node to stage this version: it is the one that will serve next."""
        asked = await self._connection.execute(
            update(active_index)
            .where(active_index.c.staging_id.is_distinct_from(version_id))
            .values(staging_id=version_id)
        )
        # Who refused it is to try again; who staged it for an earlier swap may have let go of it since.
        over = [NodeState.FAILED, NodeState.STAGED] if asked.rowcount else [NodeState.FAILED]
        await self._connection.execute(
            delete(index_acknowledgements).where(
                index_acknowledgements.c.version_id == version_id,
                among(index_acknowledgements.c.state, over),
            )
        )
        version = await self.get(version_id)
        if version is not None:
            await self._publish(version, coming=True)

    async def to_stage(self) -> IndexVersion | None:
        """Return the version that nodes were last asked to stage, if it does not serve yet."""
        return await self._one(
            select(index_versions)
            .join(active_index, active_index.c.staging_id == index_versions.c.id)
            .where(
                index_versions.c.state != IndexState.ACTIVE, index_versions.c.artefact.is_not(None)
            )
        )

    async def _one(self, statement: Select[Any]) -> IndexVersion | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return version_from(row) if row else None

    async def page(self, request: PageRequest) -> Page[IndexVersion]:
        """Return versions, newest first."""
        statement = one_more(select(index_versions), request, index_versions.c.id)
        return cut(
            [version_from(row) for row in await self._connection.execute(statement)], request
        )

    async def with_artefacts(self) -> Sequence[IndexVersion]:
        """Return all versions whose files are noted as kept, newest first."""
        found = await self._connection.execute(
            select(index_versions)
            .where(index_versions.c.artefact.is_not(None))
            .order_by(index_versions.c.number.desc())
        )
        return [version_from(row) for row in found]

    async def forget_artefact(self, version_id: UUID) -> None:
        """Note that a version's files are let go of, and by what name until they are deleted."""
        await self._change(
            _version(version_id).values(artefact=None, leaving=index_versions.c.artefact)
        )
        await self._connection.execute(
            delete(index_acknowledgements).where(index_acknowledgements.c.version_id == version_id)
        )

    async def leaving(self) -> set[str]:
        """Return the names of the artefacts that were let go of and not yet noted as deleted."""
        names = select(index_versions.c.leaving).where(index_versions.c.leaving.is_not(None))
        return set((await self._connection.execute(names)).scalars())

    async def left(self, artefacts: Collection[str]) -> None:
        """Note that these are deleted, or kept for other versions that share them."""
        await self._connection.execute(
            update(index_versions)
            .where(among(index_versions.c.leaving, artefacts))
            .values(leaving=None)
        )

    async def activate(self, version_id: UUID) -> None:
        """Make a READY or RETIRED version the active one and retire the other, in one step.

        Raises `Conflict` for a version in any other state or without its files, `NotFound` if there
        is none.
        """
        before = await self._hold_active()
        version = await self._one(
            select(index_versions).where(index_versions.c.id == version_id).with_for_update()
        )
        if version is None:
            raise NotFound("index version", version_id)
        if version.state not in {IndexState.READY, IndexState.RETIRED}:
            raise Conflict(f"version {version.number} is {version.state}, not READY or RETIRED")
        if version.artefact is None:
            raise Conflict(f"the files of version {version.number} were cleaned up")
        if before is not None:
            await self._change(_version(before).values(state=IndexState.RETIRED))
        await self._connection.execute(
            update(active_index).values(
                version_id=version_id,
                previous_id=before,
                staging_id=func.nullif(active_index.c.staging_id, version_id),
                ordered_id=func.nullif(active_index.c.ordered_id, version_id),
                activated_at=func.now(),
            )
        )
        await self._change(
            _version(version_id).values(state=IndexState.ACTIVE, activated_at=func.now())
        )

    async def hold_active(self) -> None:
        """Let nobody else order a swap or activate a version until this transaction ends."""
        await self._hold_active()

    async def _hold_active(self) -> UUID | None:
        """Return the active version's id, held: two that activate at once go one after the other."""
        held = await self._connection.execute(select(active_index.c.version_id).with_for_update())
        active: UUID | None = held.scalar_one()
        return active

    async def rolled_back(self, version_id: UUID, reason: str) -> None:
        """Note that a version was taken back without anybody asking, and why."""
        await self._change(
            _version(version_id).values(reason=reason, rolled_back_at=func.clock_timestamp())
        )

    async def rolled_back_with(self, artefact: str) -> IndexVersion | None:
        """Return the version of this very content that was taken back, if one was."""
        taken_back = index_versions.c.rolled_back_at.is_not(None)
        return await self._one(
            select(index_versions)
            .where(index_versions.c.artefact == artefact, taken_back)
            .order_by(index_versions.c.number.desc())
            .limit(1)
        )

    async def hold_build_lock(self) -> None:
        """Wait until no other transaction builds, and keep others waiting until this one ends."""
        await self._connection.execute(_BUILD_LOCK)

    async def try_build_lock(self) -> bool:
        """Take the same lock if it is free; whether it was."""
        return bool((await self._connection.execute(_BUILD_LOCK_IF_FREE)).scalar_one())

    async def reject_unfinished(self, reason: str) -> Sequence[IndexVersion]:
        """Reject what is BUILDING or VERIFYING, and return it; whoever calls this holds the build lock."""
        unfinished = among(index_versions.c.state, [IndexState.BUILDING, IndexState.VERIFYING])
        return await self._change(
            update(index_versions)
            .where(unfinished)
            .values(state=IndexState.REJECTED, reason=reason)
        )

    async def acknowledge(
        self, node: str, version_id: UUID, state: NodeState, error: str | None = None
    ) -> None:
        """Note what a node did with a version; whatever else it served before is only STAGED then."""
        said = {"state": state, "error": error, "at": func.clock_timestamp()}
        await self._connection.execute(
            upsert(index_acknowledgements)
            .values(node=node, version_id=version_id, **said)
            .on_conflict_do_update(index_elements=["version_id", "node"], set_=said)
        )
        if state is NodeState.ACTIVE:
            await self._connection.execute(
                update(index_acknowledgements)
                .where(
                    index_acknowledgements.c.node == node,
                    index_acknowledgements.c.version_id != version_id,
                    index_acknowledgements.c.state == NodeState.ACTIVE,
                )
                .values(state=NodeState.STAGED)
            )
        version = await self.get(version_id)
        if version is not None:
            word = {"node": node, "state": state, "error": error}
            await self._publish(version, acknowledgement=word)

    async def acknowledgements(self, version_id: UUID) -> list[Acknowledgement]:
        """Return what the living nodes said of a version."""
        found = await self._connection.execute(
            select(index_acknowledgements)
            .join(processes, processes.c.name == index_acknowledgements.c.node)
            .where(index_acknowledgements.c.version_id == version_id, heard_from())
            .order_by(index_acknowledgements.c.node)
        )
        return [acknowledgement_from(row) for row in found]

    async def rollout(self, version_id: UUID) -> Rollout:
        """Count the living nodes by how far they are with a version."""
        said = index_acknowledgements.c.state
        of_this = (index_acknowledgements.c.node == processes.c.name) & (
            index_acknowledgements.c.version_id == version_id
        )
        counted = await self._connection.execute(
            select(
                func.count().label("nodes"),
                func.count().filter(said == NodeState.STAGED).label("staged"),
                func.count().filter(said == NodeState.ACTIVE).label("active"),
                func.count().filter(said == NodeState.FAILED).label("failed"),
            )
            .select_from(processes.outerjoin(index_acknowledgements, of_this))
            .where(processes.c.kind == ProcessKind.API, heard_from())
        )
        row = counted.one()
        return Rollout(nodes=row.nodes, staged=row.staged, active=row.active, failed=row.failed)

    async def _change(self, statement: Update) -> list[IndexVersion]:
        rows = await self._connection.execute(statement.returning(index_versions))
        changed = [version_from(row) for row in rows]
        for version in changed:
            await self._publish(version)
        return changed

    async def _publish(self, version: IndexVersion, **more: Any) -> None:
        payload = version_payload(version) | more
        await self._outbox.publish(Topic.INDEX, str(version.id), payload)


def _version(version_id: UUID) -> Update:
    return update(index_versions).where(index_versions.c.id == version_id)
