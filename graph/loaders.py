"""Related rows, loaded in batches: what one operation asks for at the same moment is read together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from domain.advice.advice import Advice
from domain.advice.feedback.rating import AdviceRating
from domain.advice.recording.record import KeptRecord
from domain.documents.document import Document
from domain.indexing.search_times import SearchFigures
from domain.indexing.serving import NodeStatus
from domain.indexing.version import Rollout
from domain.jobs.job import Job, JobProgress
from domain.paging import Page, PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Loaders:
    """The loaders of one operation. Each batch reads in a transaction of its own.

    Nothing is remembered between batches: a subscription is one operation, and must see what changed.
    """

    def __init__(self, unit_of_work: UnitOfWorkFactory, viewer: Callable[[], UUID]) -> None:
        self._unit_of_work = unit_of_work
        self._viewer = viewer
        self.job: DataLoader[UUID, tuple[int, Job] | None] = self._loader(_job)
        self.job_progress: DataLoader[UUID, JobProgress] = self._loader(_job_progress)
        self.rollout: DataLoader[UUID, Rollout] = self._loader(_rollout)
        self.index_nodes: DataLoader[UUID, Sequence[NodeStatus]] = self._loader(_index_nodes)
        self.search_figures: DataLoader[UUID, SearchFigures] = self._loader(_search_figures)
        self.document: DataLoader[UUID, Document | None] = self._loader(self._document)
        self.rating: DataLoader[UUID, AdviceRating | None] = self._together(_ratings)
        self.kept_record: DataLoader[UUID, KeptRecord | None] = self._together(self._kept_records)
        self.answers: DataLoader[tuple[UUID, PageRequest], Page[Advice]] = self._loader(
            self._answers
        )

    def _loader(self, read: Callable[[UnitOfWork, K], Awaitable[V]]) -> DataLoader[K, V]:
        async def load(keys: list[K]) -> Sequence[V]:
            found: dict[K, V] = {}
            async with self._unit_of_work() as work:
                for key in dict.fromkeys(keys):
                    found[key] = await read(work, key)
            return [found[key] for key in keys]

        return DataLoader(load_fn=load, cache=False, max_batch_size=100)

    def _together(
        self, read: Callable[[UnitOfWork, Sequence[K]], Awaitable[Mapping[K, V]]]
    ) -> DataLoader[K, V | None]:
        """Return a loader whose batches are read in one statement."""

        async def load(keys: list[K]) -> Sequence[V | None]:
            async with self._unit_of_work() as work:
                found = await read(work, keys)
            return [found.get(key) for key in keys]

        return DataLoader(load_fn=load, cache=False, max_batch_size=100)

    async def _document(self, work: UnitOfWork, document_id: UUID) -> Document | None:
        return await work.documents.get(document_id, viewer=self._viewer())

    async def _kept_records(
        self, work: UnitOfWork, advice_ids: Sequence[UUID]
    ) -> Mapping[UUID, KeptRecord]:
        return await work.advice.kept(advice_ids, user_id=self._viewer())

    async def _answers(self, work: UnitOfWork, key: tuple[UUID, PageRequest]) -> Page[Advice]:
        return await work.advice.answers(*key, user_id=self._viewer())


async def _job(work: UnitOfWork, job_id: UUID) -> tuple[int, Job] | None:
    """Return a job with a cursor from before it was read."""
    position = await work.events.position()
    job = await work.jobs.get(job_id)
    return None if job is None else (position, job)


async def _job_progress(work: UnitOfWork, job_id: UUID) -> JobProgress:
    return await work.jobs.progress(job_id)


async def _ratings(work: UnitOfWork, advice_ids: Sequence[UUID]) -> Mapping[UUID, AdviceRating]:
    return await work.advice.ratings(advice_ids)


async def _rollout(work: UnitOfWork, version_id: UUID) -> Rollout:
    return await work.indexes.rollout(version_id)


async def _index_nodes(work: UnitOfWork, version_id: UUID) -> Sequence[NodeStatus]:
    return await work.serving.nodes(version_id)


async def _search_figures(work: UnitOfWork, version_id: UUID) -> SearchFigures:
    return await work.serving.searches(version_id)
