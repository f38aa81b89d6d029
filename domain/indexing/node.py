"""A node's part in a swap: stage the coming version, flip one reference, say so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from domain.errors import ApfaError, EventsLost, NotFound
from domain.indexing.version import IndexVersion, NodeState
from domain.ports import ArtefactStore, EventFeed, Topic, UnitOfWorkFactory
from domain.retrieval.snapshot import IndexSnapshot

CATCH_UP_SECONDS = 5.0
"""How often a node compares itself with Postgres, in case it missed an event."""

logger = logging.getLogger(__name__)


class IndexNode:
    """Holds the snapshot that this process searches, and keeps it the active one.

    `current` is read once by a search, which can therefore never mix two versions.
    """

    def __init__(
        self,
        name: str,
        *,
        unit_of_work: UnitOfWorkFactory,
        artefacts: ArtefactStore,
        feed: EventFeed,
        fingerprint: str,
        on_swap: Callable[[IndexSnapshot], None] = lambda snapshot: None,
    ) -> None:
        self.current: IndexSnapshot | None = None
        self._name = name
        self._unit_of_work = unit_of_work
        self._artefacts = artefacts
        self._feed = feed
        self._fingerprint = fingerprint
        self._on_swap = on_swap
        self._staged: dict[UUID, IndexSnapshot] = {}
        self._refused: set[UUID] = set()

    async def run(self) -> None:
        """Follow the active version until cancelled."""
        wake = asyncio.Event()
        listening = asyncio.create_task(self._listen(wake))
        try:
            while True:
                try:
                    await self.catch_up()
                except Exception:
                    # Postgres or the object store may be away: what serves now goes on serving.
                    logger.exception("could not follow the active index version")
                with suppress(TimeoutError):
                    async with asyncio.timeout(CATCH_UP_SECONDS):
                        await wake.wait()
                wake.clear()
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def catch_up(self) -> None:
        """Bring this process to the state that Postgres names, staging what comes next."""
        async with self._unit_of_work() as work:
            active = await work.indexes.active()
            coming = await work.indexes.to_stage()
        if active is not None and (self.current is None or self.current.version_id != active.id):
            await self._flip(active)
        if coming is not None and coming.id not in self._staged:
            await self._stage(coming)
        keep = {version.id for version in (active, coming) if version is not None}
        self._staged = {key: value for key, value in self._staged.items() if key in keep}

    async def at_hand(self, number: int) -> IndexSnapshot | None:
        """Return a version by its number: the current one, or any whose files are still kept.

        Raises `CorruptArtefact` if they cannot be used, such as with the encoder of today.
        """
        current = self.current
        if current is not None and current.number == number:
            return current
        async with self._unit_of_work() as work:
            version = await work.indexes.by_number(number)
        if version is None or version.artefact is None:
            return None
        try:
            return await self._open(version)
        except NotFound:  # cleaned up meanwhile
            return None

    async def _listen(self, wake: asyncio.Event) -> None:
        while True:
            with suppress(EventsLost):
                async for _ in self._feed.listen(Topic.INDEX):
                    wake.set()
            wake.set()

    async def _flip(self, version: IndexVersion) -> None:
        snapshot = await self._stage(version)
        if snapshot is None:
            return
        self.current = snapshot
        self._on_swap(snapshot)
        await self._acknowledge(version, NodeState.ACTIVE)

    async def _stage(self, version: IndexVersion) -> IndexSnapshot | None:
        """Return the version's snapshot, downloaded, opened and warm; None if it cannot be used."""
        if version.id in self._staged:
            return self._staged[version.id]
        if version.id in self._refused:
            return None
        try:
            snapshot = await self._open(version)
        except ApfaError as error:
            logger.error("index version %s cannot be used: %s", version.number, error.message)
            self._refused.add(version.id)
            await self._acknowledge(version, NodeState.FAILED, error.message)
            return None
        self._staged[version.id] = snapshot
        await self._acknowledge(version, NodeState.STAGED)
        return snapshot

    async def _open(self, version: IndexVersion) -> IndexSnapshot:
        assert version.artefact is not None  # whoever asks for it has looked
        folder = await self._artefacts.fetch(version.artefact)
        return await asyncio.to_thread(
            IndexSnapshot.open,
            folder,
            version_id=version.id,
            number=version.number,
            encoder_fingerprint=self._fingerprint,
        )

    async def _acknowledge(
        self, version: IndexVersion, state: NodeState, error: str | None = None
    ) -> None:
        async with self._unit_of_work() as work:
            await work.indexes.acknowledge(self._name, version.id, state, error)
            await work.commit()
