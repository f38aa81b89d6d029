"""What a node measures of its searches, and tells Postgres every few seconds."""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID

from domain.indexing.search_times import BUCKETS, SearchFigures, bucket_of
from domain.indexing.trial import judge
from domain.ports import Clock, UnitOfWorkFactory

REPORT_SECONDS = 5.0

logger = logging.getLogger(__name__)


class SearchWatch:
    """Counts this process's searches of the version that it searches now.

    Keeps `domain.retrieval.library.SearchObserver`. Call it from the event loop only.
    """

    def __init__(self, node: str, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._node = node
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._version: UUID | None = None
        self._failed = 0
        self._buckets = [0] * BUCKETS
        self._told = 0
        self._reporting = asyncio.Lock()

    def begin(self, version_id: UUID) -> None:
        """Count from nothing: this version is searched from now on. One that is already goes on."""
        if version_id == self._version:
            return
        self._version = version_id
        self._failed = self._told = 0
        self._buckets = [0] * BUCKETS

    def searched(self, version_id: UUID, seconds: float) -> None:
        """Note a search; one that began before the swap and ended after it is left out."""
        if version_id == self._version:
            self._buckets[bucket_of(1000 * seconds)] += 1

    def failed(self, version_id: UUID) -> None:
        """Note a search that raised something."""
        if version_id == self._version:
            self._failed += 1

    async def run(self) -> None:
        """Report and have the active version judged until cancelled, through any outage."""
        while True:
            await asyncio.sleep(REPORT_SECONDS)
            try:
                await self.report()
            except Exception:
                logger.exception("could not report how searches fare")

    async def report(self) -> None:
        """Write what was counted, if anything is new, and have the active version judged."""
        async with self._reporting:  # an older count must not be written over a newer one
            figures = SearchFigures(self._failed, tuple(self._buckets))
            if self._version is not None and figures.searches != self._told:
                async with self._unit_of_work() as work:
                    await work.serving.note_searches(self._node, self._version, figures)
                    await work.commit()
                self._told = figures.searches
        await judge(self._clock.now(), unit_of_work=self._unit_of_work)
