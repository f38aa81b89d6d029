import asyncio
from dataclasses import replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.documents.document import DocumentDraft, Visibility
from domain.identifiers import new_id
from domain.ports import UnitOfWork, UnitOfWorkFactory
from domain.retrieval.passage import Passage, text_hash
from persistence.repositories.driver import driver_connection
from persistence.repositories.passages import PRIVATE_WITH_VECTORS

ANN, BOB = new_id(), new_id()
FP = "encoder-1"


async def add_document(
    work: UnitOfWork, title: str, owner: UUID = ANN, visibility: Visibility = Visibility.PUBLIC
) -> UUID:
    draft = DocumentDraft(
        text=f"text of {title}", title=title, reference=f"ref {title}", source="S"
    )
    (added,) = await work.documents.add([draft], owner_id=owner, visibility=visibility)
    return added.id


def cut(document_id: UUID, title: str, *texts: str) -> list[Passage]:
    return [
        Passage(
            id=new_id(),
            document_id=document_id,
            ordinal=ordinal,
            reference=f"ref {title}",
            title=title,
            heading_path=("Part, one", 'Of "two"'),
            text=text,
            text_hash=text_hash(text),
            source="S",
            effective_date=None,
        )
        for ordinal, text in enumerate(texts)
    ]


async def add_passages(
    work: UnitOfWork,
    title: str,
    *texts: str,
    owner: UUID = ANN,
    visibility: Visibility = Visibility.PUBLIC,
) -> list[Passage]:
    document_id = await add_document(work, title, owner, visibility)
    passages = cut(document_id, title, *texts)
    await work.passages.replace([document_id], passages)
    return passages


def vectors(*firsts: float) -> NDArray[np.float32]:
    return np.array([[first, 0.5, -1.25] for first in firsts], dtype=np.float32)


async def embed(work: UnitOfWork, passages: list[Passage], fingerprint: str = FP) -> None:
    hashes = [passage.text_hash for passage in passages]
    await work.embeddings.store(fingerprint, hashes, vectors(*range(len(hashes))))


async def gather(work: UnitOfWork, fingerprint: str = FP) -> tuple[list[Passage], list[float]]:
    passages: list[Passage] = []
    firsts: list[float] = []
    async for rows, block in work.passages.stream_public(fingerprint):
        assert block.dtype == np.float32
        assert block.shape == (len(rows), 3)
        passages += rows
        firsts += block[:, 0].tolist()
    return passages, firsts


async def test_passages_come_back_as_they_were_with_their_vectors(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first = await add_passages(work, "a", "alpha", "beta")
        second = await add_passages(work, "b", "gamma")
        await embed(work, first + second)
        assert await gather(work) == (first + second, [0.0, 1.0, 2.0])
        assert await gather(work, "another encoder") == ([], [])
        # also as the first statement of a transaction
        await work.commit()
    async with unit_of_work() as work:
        assert await gather(work) == (first + second, [0.0, 1.0, 2.0])


async def test_a_stream_is_cut_into_blocks_and_loses_nothing(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        passages = await add_passages(work, "long", *(f"text {n}" for n in range(4_500)))
        await embed(work, passages)
        blocks = [len(rows) async for rows, _ in work.passages.stream_public(FP)]
        assert len(blocks) > 1
        assert sum(blocks) == 4_500
        rows, firsts = await gather(work)
        assert rows == passages
        assert firsts == list(range(4_500))


async def test_a_stream_leaves_out_what_is_private_removed_or_not_embedded(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        shown = await add_passages(work, "shown", "one")
        private = await add_passages(work, "own", "two", visibility=Visibility.PRIVATE)
        removed = await add_passages(work, "gone", "three")
        await add_passages(work, "bare", "four")
        await embed(work, shown + private + removed)
        await work.documents.remove(removed[0].document_id)
        assert await gather(work) == (shown, [0.0])


async def test_replacing_puts_the_new_in_place_of_the_old_and_counts(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        old = await add_passages(work, "a", "alpha", "beta", "gamma")
        other = await add_passages(work, "b", "delta")
        document_id = old[0].document_id
        await work.documents.mark_indexed([document_id], 1)
        new = cut(document_id, "a", "epsilon", "zeta")
        await work.passages.replace([document_id], new)
        everything = [passage.id for passage in old + new + other]
        living = await work.passages.living(everything, viewer=None)
        assert living == {passage.id for passage in new + other}
        document = await work.documents.get(document_id, viewer=ANN)
        assert document is not None
        assert document.passages == 2
        await work.passages.replace([document_id], [])
        assert await work.passages.living([p.id for p in new], viewer=None) == set()


async def test_two_who_replace_the_same_passages_take_turns(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        ids = [await add_document(work, title) for title in "ab"]
        await work.commit()

    async def replace(order: list[UUID]) -> None:
        async with unit_of_work() as work:
            await work.passages.replace(order, [p for d in order for p in cut(d, "x", "1", "2")])
            await asyncio.sleep(0.01)
            await work.commit()

    await asyncio.gather(replace(ids), replace(ids[::-1]), replace(ids))
    async with unit_of_work() as work:
        for document_id in ids:
            document = await work.documents.get(document_id, viewer=ANN)
            assert document is not None
            assert document.passages == 2


async def test_one_passage_stands_for_all_with_the_same_text(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first = await add_passages(work, "a", "alpha", "same", "beta")
        second = await add_passages(work, "b", "same", "gamma", owner=BOB)
        private = await add_passages(work, "c", "own", visibility=Visibility.PRIVATE)
        gone = await add_passages(work, "d", "delta")
        await work.documents.remove(gone[0].document_id)
        wanted = [p.id for p in (*first, second[1], *private)]
        assert await work.passages.unembedded(FP, None) == wanted
        of_second = await work.passages.unembedded(FP, [second[0].document_id])
        assert of_second == [p.id for p in second]
        texts = await work.passages.texts([p.id for p in first + gone])
        assert texts == {p.text_hash: p.text for p in first}
        await embed(work, first)
        assert await work.passages.unembedded(FP, None) == [second[1].id, private[0].id]
        assert await work.passages.unembedded("another encoder", None) == wanted


async def test_prose_is_embedded_in_its_context_and_comes_back_with_its_own_text(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        document_id = await add_document(work, "a")
        bare, of_pmi, of_gap = (
            replace(passage, context=context)
            for passage, context in zip(
                cut(document_id, "a", *["## End\n\nIt ends."] * 3),
                ["", "PMI > End", "Gap > End"],
                strict=True,
            )
        )
        passages = [bare, of_pmi, of_gap]
        await work.passages.replace([document_id], passages)

        texts = await work.passages.texts([passage.id for passage in passages])
        assert sorted(texts.values()) == sorted(
            ["## End\n\nIt ends.", "PMI > End\n\nIt ends.", "Gap > End\n\nIt ends."]
        )
        assert all(text_hash(text) == key for key, text in texts.items())
        assert len(await work.passages.unembedded(FP, None)) == 3
        keys = [passage.embedding_key for passage in passages]
        await work.embeddings.store(FP, keys, vectors(0, 1, 2))
        assert await gather(work) == (passages, [0, 1, 2])
        # To a reader they are one text, and are shown once.
        assert len({passage.text_hash for passage in passages}) == 1


async def test_living_passages_are_those_the_viewer_may_see(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        (shown,) = await add_passages(work, "a", "alpha")
        (own,) = await add_passages(work, "b", "beta", visibility=Visibility.PRIVATE)
        (gone,) = await add_passages(work, "c", "gamma")
        await work.documents.remove(gone.document_id)
        ids = {shown.id, own.id, gone.id, new_id()}
        assert await work.passages.living(ids, viewer=ANN) == {shown.id, own.id}
        assert await work.passages.living(ids, viewer=BOB) == {shown.id}
        assert await work.passages.living(ids, viewer=None) == {shown.id}
        assert await work.passages.living(set(), viewer=None) == set()


async def test_private_passages_come_to_their_owner_alone(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        shown = await add_passages(work, "a", "alpha")
        own = await add_passages(work, "b", "beta", "gamma", visibility=Visibility.PRIVATE)
        await embed(work, shown + own)
        found, block = await work.passages.private_of(ANN, FP)
        assert found == own
        assert block[:, 0].tolist() == [1.0, 2.0]
        nothing, empty = await work.passages.private_of(BOB, FP)
        assert nothing == []
        assert empty.shape[0] == 0


async def test_a_search_reads_no_documents_but_its_askers_own(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        await add_document(work, "public")
        await add_document(work, "private", visibility=Visibility.PRIVATE)
        await work.commit()
    async with sql_engine.connect() as connection:
        await connection.exec_driver_sql("set enable_seqscan = off")
        driver = await driver_connection(connection)
        plan = await driver.fetch(f"explain {PRIVATE_WITH_VECTORS}", FP, ANN)
    lines = "\n".join(record[0] for record in plan)
    assert "ix_documents_private on documents d " in lines
    assert "Seq Scan on documents" not in lines
