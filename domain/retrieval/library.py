"""Finding passages for one asker, in the index and among the asker's own, without what was removed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Protocol
from uuid import UUID

from domain.ports import TextEncoder, UnitOfWorkFactory
from domain.retrieval.abbreviations import spelled_out
from domain.retrieval.exact import PrivatePassages
from domain.retrieval.search import Hit, Vector, search
from domain.retrieval.snapshot import IndexSnapshot

SPARE = 10
"""Found beyond what is asked for, to stand in for passages removed since the index was built."""

MORE = 4
"""So many times as much is found where those were not enough."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found, best first, and where: `version` is None if no index serves yet.

    `query` is what was searched for, `vector` its unit vector, shape (d,).
    """

    query: str
    hits: tuple[Hit, ...]
    vector: Vector
    version: int | None
    encoder_fingerprint: str


class SearchObserver(Protocol):
    """Is told, on the event loop, how searches of the version that serves went."""

    def searched(self, version_id: UUID, seconds: float) -> None:
        """A search took so long, without encoding and without asking Postgres."""

    def failed(self, version_id: UUID) -> None:
        """A search raised something."""


class Library:
    """All that can be searched by this process."""

    def __init__(
        self,
        *,
        snapshot: Callable[[], IndexSnapshot | None],
        encoder: TextEncoder,
        unit_of_work: UnitOfWorkFactory,
        executor: Executor,
        observer: SearchObserver | None = None,
    ) -> None:
        self._observer = observer
        self._snapshot = snapshot
        self._encoder = encoder
        self._unit_of_work = unit_of_work
        self._executor = executor

    @property
    def version(self) -> int | None:
        """The number of the index version that serves now."""
        snapshot = self._snapshot()
        return None if snapshot is None else snapshot.number

    @property
    def fingerprint(self) -> str:
        """The encoder's."""
        return self._encoder.fingerprint

    async def vector(self, query: str) -> Vector:
        """Return the unit vector that is searched with, shape (d,): with abbreviations spelled out."""
        vector: Vector = (await self._encoder.encode([spelled_out(query)]))[0]
        return vector

    async def find(
        self, query: str, *, viewer: UUID, k: int, within: IndexSnapshot | None = None
    ) -> Retrieval:
        """Return up to `k` passages that `viewer` may see, from one index version.

        That is the one that serves now, or the one to look `within`. Abbreviations are spelled out
        first: neither vectors nor words know that PMI is an insurance.
        """
        query = spelled_out(query)
        snapshot = within or self._snapshot()
        vector, private = await asyncio.gather(self.vector(query), self._private(viewer))
        most, exhausted = k + SPARE, False
        kept: tuple[Hit, ...] = ()
        while len(kept) < k and not exhausted:
            hits = await self._measured(
                snapshot if within is None else None,
                partial(search, snapshot, private, query, vector, k=most),
            )
            kept = (await self._living(hits, viewer))[:k]
            exhausted, most = len(hits) < most, most * MORE
        version = None if snapshot is None else snapshot.number
        return Retrieval(query, kept, vector, version, self._encoder.fingerprint)

    async def _living(self, hits: list[Hit], viewer: UUID) -> tuple[Hit, ...]:
        """Return the hits whose documents were not removed since the index was built."""
        async with self._unit_of_work() as work:
            living = await work.passages.living([hit.passage.id for hit in hits], viewer=viewer)
        return tuple(hit for hit in hits if hit.passage.id in living)

    async def _measured(
        self, serving: IndexSnapshot | None, find: Callable[[], list[Hit]]
    ) -> list[Hit]:
        """Search in a thread, and tell how it went if it is the serving version that is searched."""

        def timed() -> tuple[list[Hit], float]:
            start = perf_counter()
            return find(), perf_counter() - start

        observer = None if serving is None else self._observer
        try:
            hits, seconds = await asyncio.get_running_loop().run_in_executor(self._executor, timed)
        except Exception:
            if observer is not None and serving is not None:
                observer.failed(serving.version_id)
            raise
        if observer is not None and serving is not None:
            observer.searched(serving.version_id, seconds)
        return hits

    async def _private(self, viewer: UUID) -> PrivatePassages | None:
        async with self._unit_of_work() as work:
            passages, vectors = await work.passages.private_of(viewer, self._encoder.fingerprint)
        return PrivatePassages(tuple(passages), vectors) if passages else None
