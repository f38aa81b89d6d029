"""How large the index has become, counted from the records."""

from __future__ import annotations

from dataclasses import dataclass

from domain.indexing.urgency import Urgency, urgency
from domain.ports import UnitOfWork, UnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class IndexStatistics:
    """What the active version holds, and the vectors of its encoder; `version` is None if none serves yet."""

    version: int | None
    passages: int
    bytes: int
    embeddings: int

    @property
    def urgency(self) -> Urgency:
        """How soon the index needs a larger home."""
        return urgency(self.passages, self.bytes)


async def count_index(work: UnitOfWork) -> IndexStatistics:
    """Count what the active version holds and how many vectors its encoder has."""
    active = await work.indexes.active()
    if active is None:
        return IndexStatistics(version=None, passages=0, bytes=0, embeddings=0)
    return IndexStatistics(
        version=active.number,
        passages=active.passages,
        bytes=active.bytes,
        embeddings=await work.embeddings.count(active.encoder_fingerprint),
    )


async def note_statistics(*, unit_of_work: UnitOfWorkFactory) -> IndexStatistics:
    """Count, keep the count, and return it: from these the growth of the index is read."""
    async with unit_of_work() as work:
        counted = await count_index(work)
        await work.statistics.note(
            counted.version, counted.passages, counted.bytes, counted.embeddings
        )
        await work.commit()
    return counted
