import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.documents.document import DocumentDraft, Visibility
from domain.identifiers import new_id
from domain.ports import UnitOfWorkFactory
from domain.retrieval.passage import Passage, text_hash

FP = "encoder-1"


def hashes(*names: object) -> list[bytes]:
    return [text_hash(str(name)) for name in names]


def vectors(count: int) -> NDArray[np.float32]:
    return np.random.default_rng(1).standard_normal((count, 8), dtype=np.float32)


async def test_each_vector_is_stored_once(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        assert await work.embeddings.store(FP, hashes("a", "b"), vectors(2)) == 2
        assert await work.embeddings.store(FP, hashes("b", "c", "c"), vectors(3)) == 1
        assert await work.embeddings.store("encoder-2", hashes("a"), vectors(1)) == 1
        assert await work.embeddings.store(FP, [], vectors(0)) == 0
        assert await work.embeddings.count(FP) == 3
        assert await work.embeddings.count("encoder-3") == 0
        assert await work.embeddings.missing(hashes("a", "x"), FP) == set(hashes("x"))
        assert await work.embeddings.missing([], FP) == set()


async def test_hashes_and_vectors_must_be_as_many(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        with pytest.raises(ValueError, match="2 hashes for 3 vectors"):
            await work.embeddings.store(FP, hashes("a", "b"), vectors(3))


async def test_batches_with_texts_in_common_do_not_block_one_another(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    names = hashes(*range(100))

    async def store(order: list[bytes]) -> int:
        async with unit_of_work() as work:
            stored = await work.embeddings.store(FP, order, vectors(100))
            await asyncio.sleep(0.01)
            await work.commit()
        return stored

    stored = await asyncio.gather(store(names), store(names[::-1]), store(names[50:] + names[:50]))
    assert sum(stored) == 100


async def test_orphans_of_that_age_are_deleted(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        ids = []
        for name in ("kept", "removed"):
            draft = DocumentDraft(text=name, title=name)
            (added,) = await work.documents.add(
                [draft], owner_id=new_id(), visibility=Visibility.PUBLIC
            )
            passage = Passage(new_id(), added.id, 0, "", "", (), name, text_hash(name), "", None)
            await work.passages.replace([added.id], [passage])
            ids.append(added.id)
        await work.documents.remove(ids[1])
        await work.embeddings.store(FP, hashes("kept", "removed", "old", "new"), vectors(4))
        await work.commit()
    async with sql_engine.begin() as connection:
        await connection.execute(
            text(
                "update embeddings set created_at = now() - interval '8 days' where text_hash <> :n"
            ),
            {"n": text_hash("new")},
        )
    async with unit_of_work() as work:
        assert await work.embeddings.delete_orphans(9) == 0
        assert await work.embeddings.delete_orphans(7) == 2
        assert await work.embeddings.missing(hashes("kept", "new"), FP) == set()


async def test_the_encoder_in_use_is_the_one_noted_last(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        assert await work.embeddings.encoder_in_use() is None
        await work.embeddings.use_encoder("first")
        await work.embeddings.use_encoder("second")
        assert await work.embeddings.encoder_in_use() == "second"
