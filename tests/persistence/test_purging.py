"""What removal leaves behind, and when it goes for good."""

from __future__ import annotations

from uuid import UUID

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.documents.document import DocumentDraft, DocumentStatus, Replacing, Visibility
from domain.documents.purging import DOCUMENTS_AT_ONCE, purge_removed
from domain.identifiers import new_id
from domain.indexing.golden import GoldenDraft, GoldenSource
from domain.paging import PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory
from domain.retrieval.passage import Passage, text_hash

ANN = new_id()
PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
FP = "encoder-1"
NONE = {"documents": 0, "passages": 0, "embeddings": 0}


async def put(
    work: UnitOfWork,
    *texts: str,
    visibility: Visibility = PUBLIC,
    reference: str = "",
    shared: str | None = None,
) -> list[UUID]:
    """Documents of one passage each, or of two if they share a text, with vectors."""
    drafts = [DocumentDraft(text=each, title=each, reference=reference) for each in texts]
    added = await work.documents.add(
        drafts, owner_id=ANN, visibility=visibility, replacing=Replacing()
    )
    ids = [each.id for each in added]
    passages = [
        Passage(new_id(), document, n, reference, "", (), each, text_hash(each), "", None)
        for document, whole in zip(ids, texts, strict=True)
        for n, each in enumerate([whole, *([shared] if shared else [])])
    ]
    await work.passages.replace(ids, passages)
    await work.documents.set_status(ids, DocumentStatus.PROCESSED)
    hashes = list({each.text_hash for each in passages})
    await work.embeddings.store(FP, hashes, np.ones((len(hashes), 4), dtype=np.float32) / 2)
    return ids


async def activate_all(work: UnitOfWork) -> int:
    """A version of all that stands, active."""
    version = await work.indexes.begin(FP)
    ids = set()
    async for passages, _ in work.passages.stream_public(FP):
        ids |= {passage.document_id for passage in passages}
    await work.indexes.verifying(
        version.id, artefact=f"a{version.number}", index_type="F", passages=1, size=1
    )
    await work.documents.mark_indexed(sorted(ids), version.number)
    await work.indexes.ready(version.id, {})
    await work.indexes.activate(version.id)
    await work.commit()
    return version.number


async def left(sql_engine: AsyncEngine) -> tuple[int, int, int]:
    """How many documents have text, how many passages and how many vectors there are."""
    async with sql_engine.connect() as connection:
        counted = await connection.execute(
            text(
                "select (select count(*) from documents where text <> ''),"
                " (select count(*) from passages), (select count(*) from embeddings)"
            )
        )
        return tuple(counted.one())  # type: ignore[return-value]


async def rebuilds(unit_of_work: UnitOfWorkFactory) -> int:
    async with unit_of_work() as work:
        tasks = (await work.tasks.page(PageRequest(100))).items
    return sum(task.name == "build_faiss_index" for task in tasks)


async def test_a_removed_document_goes_after_the_build_that_has_it_no_more(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        gone, _ = await put(work, "goes", "stays", shared="a clause of both")
        await activate_all(work)
    async with unit_of_work() as work:
        await work.documents.remove(gone)
        await work.commit()

    assert await purge_removed(unit_of_work=unit_of_work) == NONE  # the active version has it
    assert await rebuilds(unit_of_work) == 1  # which is to change
    async with unit_of_work() as work:
        await activate_all(work)
    assert await purge_removed(unit_of_work=unit_of_work) == {
        "documents": 1,
        "passages": 2,
        "embeddings": 1,
    }

    assert await left(sql_engine) == (1, 2, 2)
    async with unit_of_work() as work:
        document = await work.documents.get(gone, viewer=ANN)
    assert document is not None
    assert (document.status, document.passages) == (DocumentStatus.REMOVED, 0)
    assert await purge_removed(unit_of_work=unit_of_work) == NONE
    assert await rebuilds(unit_of_work) == 1


async def test_private_documents_go_at_once(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        ids = await put(
            work, *(f"note {n}" for n in range(DOCUMENTS_AT_ONCE + 1)), visibility=PRIVATE
        )
        await put(work, "public")
        await activate_all(work)
    async with unit_of_work() as work:
        for each in ids:
            await work.documents.remove(each)
        await work.commit()
    purged = await purge_removed(unit_of_work=unit_of_work)
    assert set(purged.values()) == {DOCUMENTS_AT_ONCE + 1}
    assert await left(sql_engine) == (1, 1, 1)
    assert await rebuilds(unit_of_work) == 0


async def test_what_was_replaced_stays_while_a_version_with_it_may_serve(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        await put(work, "old", reference="R")
        await activate_all(work)
        first = await work.indexes.active()
    async with unit_of_work() as work:
        await put(work, "new", reference="R")
        await work.commit()
    assert await purge_removed(unit_of_work=unit_of_work) == NONE
    async with unit_of_work() as work:
        await activate_all(work)
    assert await purge_removed(unit_of_work=unit_of_work) == NONE  # a rollback would need it
    assert first is not None
    async with unit_of_work() as work:
        await work.indexes.forget_artefact(first.id)
        await work.commit()
    assert (await purge_removed(unit_of_work=unit_of_work))["documents"] == 1
    assert await left(sql_engine) == (1, 1, 1)


async def test_a_private_document_that_was_replaced_goes_once_its_successor_is_searched(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        await put(work, "old", reference="R", visibility=PRIVATE)
        draft = DocumentDraft(text="new", title="new", reference="R")
        await work.documents.add([draft], owner_id=ANN, visibility=PRIVATE, replacing=Replacing())
        await work.commit()
    assert await purge_removed(unit_of_work=unit_of_work) == NONE  # until then it is searched
    async with unit_of_work() as work:
        await put(work, "new", reference="R", visibility=PRIVATE)
        await work.commit()
    assert (await purge_removed(unit_of_work=unit_of_work))["documents"] == 1
    assert await left(sql_engine) == (1, 1, 1)


async def test_the_vector_of_a_golden_question_stays(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        (gone,) = await put(work, "what is escrow", visibility=PRIVATE)
        await work.golden.add([GoldenDraft("what is escrow", ("A",), (), GoldenSource.OPERATOR)])
        await work.documents.remove(gone)
        await work.commit()
    assert (await purge_removed(unit_of_work=unit_of_work))["embeddings"] == 0
    assert await left(sql_engine) == (0, 0, 1)


async def test_when_nothing_is_left_to_index_no_build_is_started(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        (gone,) = await put(work, "goes")
        await activate_all(work)
    async with unit_of_work() as work:
        await work.documents.remove(gone)
        await work.commit()
    assert await purge_removed(unit_of_work=unit_of_work) == NONE
    assert await rebuilds(unit_of_work) == 0
