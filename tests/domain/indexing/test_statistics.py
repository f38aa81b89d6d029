"""What is counted of the index, against a real database."""

from datetime import timedelta

import numpy as np

from domain.indexing.statistics import IndexStatistics, note_statistics
from domain.indexing.urgency import Advice
from domain.ports import UnitOfWorkFactory


async def test_without_an_active_version_there_is_nothing_to_count(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    counted = await note_statistics(unit_of_work=unit_of_work)
    assert counted == IndexStatistics(version=None, passages=0, bytes=0, embeddings=0)
    assert counted.urgency.score == 0


async def test_the_active_version_is_counted(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        version = await work.indexes.begin("encoder")
        await work.indexes.verifying(
            version.id, artefact="index-1", index_type="Flat", passages=400_000, size=1024
        )
        await work.indexes.ready(version.id, {})
        await work.indexes.activate(version.id)
        await work.embeddings.store("encoder", [b"a", b"b"], np.eye(2, dtype=np.float32))
        await work.embeddings.store("another", [b"a"], np.eye(1, dtype=np.float32))
        await work.commit()

    counted = await note_statistics(unit_of_work=unit_of_work)
    await note_statistics(unit_of_work=unit_of_work)

    async with unit_of_work() as work:
        (kept,) = await work.statistics.history(timedelta(days=1))  # one an hour is enough
        assert await work.statistics.history(timedelta(0)) == []
    assert (kept.passages, kept.bytes) == (400_000, 1024)
    assert counted == IndexStatistics(version.number, passages=400_000, bytes=1024, embeddings=2)
    assert counted.urgency.score == 80
    assert counted.urgency.advice is Advice.PLAN
