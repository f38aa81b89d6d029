"""A node's part in a swap: stage the coming version, flip one reference, say so."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from domain.errors import ApfaError, EventsLost, NotFound
from domain.indexing.retention import tidy
from domain.indexing.version import IndexVersion, NodeState
from domain.indexing.warming import warm
from domain.ports import ArtefactStore, EventFeed, Topic, UnitOfWorkFactory
from domain.retrieval.snapshot import IndexSnapshot

CATCH_UP_SECONDS = 5.0
"""How often a node compares itself with Postgres, in case it missed an event."""

FIRST_RETRY_SECONDS = 5.0
LONGEST_RETRY_SECONDS = 300.0
TIDY_SECONDS = 600.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A version that could not be opened: how long to wait, and when to try again (monotonic seconds)."""

    pause: float
    again: float


class IndexNode:
    """Holds the snapshot that this process searches, and keeps it the active one.

    `current` is read once by a search, which can therefore never mix two versions. The version before it
    stays open, too, so that the way back is as short. One that cannot be opened is tried again after 5
    seconds, then 10 and so on up to 5 minutes, with every byte compared; at once if it is asked for anew.
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
        self._refused: dict[UUID, _Refusal] = {}
        self._tidy_at = time.monotonic()

    async def run(self) -> None:
        """Follow the active version until cancelled."""
        wake = asyncio.Event()
        listening = asyncio.create_task(self._listen(wake))
        try:
            while True:
                try:
                    await self.catch_up()
                    await self._tidy()
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
            previous = await work.indexes.previous()
            coming = await work.indexes.to_stage()
            words = [] if coming is None else await work.indexes.acknowledgements(coming.id)
        if active is not None and (self.current is None or self.current.version_id != active.id):
            await self._flip(active)
        if coming is not None:
            said = {word.state for word in words if word.node == self._name}
            if not said:  # it is asked for, perhaps anew
                self._refused.pop(coming.id, None)
            if NodeState.STAGED not in said and await self._stage(coming) is not None:
                await self._acknowledge(coming, NodeState.STAGED)
        keep = {version.id for version in (active, previous, coming) if version is not None}
        self._staged = {key: value for key, value in self._staged.items() if key in keep}

    async def _tidy(self) -> None:
        """Now and then remove the files of versions that are gone from this machine."""
        if time.monotonic() >= self._tidy_at:
            await tidy(unit_of_work=self._unit_of_work, artefacts=self._artefacts)
            self._tidy_at = time.monotonic() + TIDY_SECONDS

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
                async for event in self._feed.listen(Topic.INDEX):
                    # What nodes say of a version, this one too, changes nothing for them.
                    if "acknowledgement" not in event.payload:
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
        refusal = self._refused.get(version.id)
        if refusal is not None and time.monotonic() < refusal.again:
            return None
        try:
            snapshot = await self._open(version, proven=refusal is not None)
        except ApfaError as error:
            logger.error("index version %s cannot be used: %s", version.number, error.message)
            pause = FIRST_RETRY_SECONDS if refusal is None else 2 * refusal.pause
            pause = min(pause, LONGEST_RETRY_SECONDS)
            self._refused[version.id] = _Refusal(pause, time.monotonic() + pause)
            await self._acknowledge(version, NodeState.FAILED, error.message)
            return None
        await asyncio.to_thread(warm, snapshot)
        self._refused.pop(version.id, None)
        self._staged[version.id] = snapshot
        return snapshot

    async def _open(self, version: IndexVersion, *, proven: bool = False) -> IndexSnapshot:
        assert version.artefact is not None  # whoever asks for it has looked
        folder = await self._artefacts.fetch(version.artefact, proven=proven)
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
