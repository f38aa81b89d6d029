import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
import pytest

from domain.documents.document import (
    Document,
    DocumentDraft,
    DocumentStatus,
    TextFormat,
    Visibility,
)
from domain.identifiers import new_id
from domain.paging import PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory
from domain.retrieval.passage import Passage, text_hash

PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
ANN, BOB = new_id(), new_id()

DRAFT = DocumentDraft(
    text="The rate is fixed.",
    title="Fixed rates",
    reference="12 CFR 1",
    source="CFPB",
    effective_date=date(2024, 1, 2),
    format=TextFormat.MARKDOWN,
    tags=("rates", "with, comma", '{"quoted"}'),
)


def drafts(count: int, words: str = "text") -> list[DocumentDraft]:
    return [DocumentDraft(text=f"{words} {number}", title=f"t{number}") for number in range(count)]


async def add_one(
    work: UnitOfWork,
    draft: DocumentDraft = DRAFT,
    owner: UUID = ANN,
    visibility: Visibility = PUBLIC,
) -> UUID:
    (added,) = await work.documents.add([draft], owner_id=owner, visibility=visibility)
    return added.id


async def status_of(work: UnitOfWork, document_id: UUID, viewer: UUID = ANN) -> DocumentStatus:
    document = await work.documents.get(document_id, viewer=viewer)
    assert document is not None
    return document.status


async def activate_version(work: UnitOfWork) -> int:
    version = await work.indexes.begin("fp")
    await work.indexes.verifying(
        version.id, artefact=f"a{version.number}", index_type="Flat", passages=1, size=1
    )
    await work.indexes.ready(version.id, {})
    await work.indexes.activate(version.id)
    return version.number


def passage(document_id: UUID, text: str, ordinal: int = 0) -> Passage:
    return Passage(new_id(), document_id, ordinal, "", "", (), text, text_hash(text), "", None)


async def test_a_document_comes_back_as_it_was_handed_in(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        document_id = await add_one(work)
        document = await work.documents.get(document_id, viewer=ANN)
        (stored,) = await work.documents.texts([document_id])
    assert document is not None
    assert document == Document(
        id=document_id,
        owner_id=ANN,
        visibility=PUBLIC,
        title=DRAFT.title,
        reference=DRAFT.reference,
        source=DRAFT.source,
        effective_date=DRAFT.effective_date,
        format=DRAFT.format,
        tags=DRAFT.tags,
        status=DocumentStatus.RECEIVED,
        error=None,
        passages=0,
        characters=len(DRAFT.text),
        version=1,
        replaces=None,
        created_at=document.created_at,
    )
    assert (stored.text, stored.title, stored.effective_date, stored.format) == (
        DRAFT.text,
        DRAFT.title,
        DRAFT.effective_date,
        DRAFT.format,
    )


async def test_the_same_document_is_kept_once_for_each_owner_and_visibility(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first, again, other = await work.documents.add(
            [DRAFT, DRAFT, replace(DRAFT, title="Other")], owner_id=ANN, visibility=PUBLIC
        )
        assert (first.created, again.created, other.created) == (True, False, True)
        assert first.id == again.id != other.id
        (later,) = await work.documents.add([DRAFT], owner_id=ANN, visibility=PUBLIC)
        assert (later.id, later.created) == (first.id, False)
        for owner, visibility in ((BOB, PUBLIC), (ANN, PRIVATE)):
            (own,) = await work.documents.add([DRAFT], owner_id=owner, visibility=visibility)
            assert own.created
        assert await work.documents.add([], owner_id=ANN, visibility=PUBLIC) == []


async def test_ids_follow_the_order_of_the_drafts(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        added = await work.documents.add(drafts(200), owner_id=ANN, visibility=PUBLIC)
        ids = [document.id for document in added]
        assert ids == sorted(ids)
        texts = {stored.id: stored.text for stored in await work.documents.texts(ids)}
    assert [texts[identifier] for identifier in ids] == [f"text {n}" for n in range(200)]


async def test_of_many_who_add_the_same_documents_at_once_one_creates_each(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    shared = drafts(50)

    async def add(part: list[DocumentDraft]) -> dict[UUID, bool]:
        async with unit_of_work() as work:
            added = await work.documents.add(part, owner_id=ANN, visibility=PUBLIC)
            await asyncio.sleep(0.01)
            await work.commit()
        return {document.id: document.created for document in added}

    # In opposite orders, which must not make them wait for each other in a circle.
    results = await asyncio.gather(add(shared), add(shared[::-1]), add(shared[10:] + shared[:10]))
    assert all(len(result) == 50 for result in results)
    assert results[0].keys() == results[1].keys() == results[2].keys()
    assert sum(sum(result.values()) for result in results) == 50


async def test_a_removed_document_may_be_added_anew(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        before = await work.documents.removal_epoch()
        first = await add_one(work)
        await work.documents.remove(first)
        await work.documents.remove(first)  # once more changes nothing
        assert await work.documents.removal_epoch() == before + 1
        assert await status_of(work, first) is DocumentStatus.REMOVED
        assert await work.documents.texts([first]) == []
        await work.documents.set_status([first], DocumentStatus.PROCESSED)
        assert await status_of(work, first) is DocumentStatus.REMOVED
        assert await add_one(work) != first


async def test_private_documents_are_seen_by_their_owner_alone(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        own = await add_one(work, owner=ANN, visibility=PRIVATE)
        shown = await add_one(work, owner=ANN, visibility=PUBLIC)
        assert await work.documents.get(own, viewer=ANN) is not None
        assert await work.documents.get(own, viewer=BOB) is None
        assert await work.documents.get(own, viewer=None) is None
        assert await work.documents.get(shown, viewer=None) is not None
        page = await work.documents.page(PageRequest(10), viewer=BOB)
        assert [document.id for document in page.items] == [shown]
        page = await work.documents.page(PageRequest(10), viewer=ANN)
        assert [document.id for document in page.items] == [shown, own]


async def test_pages_hold_every_visible_document_once_newest_first(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        expected: list[UUID] = []
        for number in range(9):
            visibility = PRIVATE if number % 3 else PUBLIC
            expected.append(await add_one(work, replace(DRAFT, title=str(number)), ANN, visibility))
            await add_one(work, replace(DRAFT, title=str(number)), BOB, PRIVATE)
        gone = expected.pop(4)
        await work.documents.remove(gone)
        found: list[UUID] = []
        after = None
        while True:
            page = await work.documents.page(PageRequest(3, after), viewer=ANN)
            found += [document.id for document in page.items]
            if not page.has_next:
                break
            after = found[-1]
    assert found == sorted(expected, reverse=True)


async def test_a_status_is_set_with_its_error(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        document_id = await add_one(work)
        assert await work.documents.unprocessed(10) == [document_id]
        await work.documents.set_status([document_id], DocumentStatus.FAILED, "no text")
        document = await work.documents.get(document_id, viewer=ANN)
        assert document is not None
        assert (document.status, document.error) == (DocumentStatus.FAILED, "no text")
        assert await work.documents.unprocessed(10) == []
        await work.documents.set_status([document_id], DocumentStatus.RECEIVED)
        await add_one(work, owner=BOB, visibility=PRIVATE)
        assert len(await work.documents.unprocessed(10)) == 2
        assert await work.documents.unprocessed(1) == [document_id]
        with pytest.raises(ValueError, match="SEARCHABLE"):
            await work.documents.set_status([document_id], DocumentStatus.SEARCHABLE)


async def test_a_public_document_is_searchable_while_the_active_version_contains_it(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first = await activate_version(work)
        document_id = await add_one(work)
        await work.documents.set_status([document_id], DocumentStatus.PROCESSED)
        assert await status_of(work, document_id) is DocumentStatus.PROCESSED
        # Given it is in the next version, when that one is not active yet
        await work.documents.mark_indexed([document_id], first + 1)
        assert await status_of(work, document_id) is DocumentStatus.PROCESSED
        # Then it is searchable from the swap on, also in all later versions
        assert await activate_version(work) == first + 1
        assert await status_of(work, document_id) is DocumentStatus.SEARCHABLE
        await work.documents.mark_indexed([document_id], first + 2)
        assert await status_of(work, document_id) is DocumentStatus.SEARCHABLE
        # And a rollback takes it out again
        back = await work.indexes.previous()
        assert back is not None
        await work.indexes.activate(back.id)
        assert await status_of(work, document_id) is DocumentStatus.PROCESSED


async def test_a_private_document_is_searchable_once_all_its_passages_have_vectors(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        document_id = await add_one(work, visibility=PRIVATE)
        parts = [passage(document_id, "one", 0), passage(document_id, "two", 1)]
        await work.passages.replace([document_id], parts)
        await work.documents.set_status([document_id], DocumentStatus.PROCESSED)
        vectors = np.ones((1, 2), dtype=np.float32)
        await work.embeddings.store("fp", [parts[0].text_hash], vectors)
        assert await status_of(work, document_id) is DocumentStatus.PROCESSED
        await work.embeddings.store("fp", [parts[1].text_hash], vectors)
        assert await status_of(work, document_id) is DocumentStatus.SEARCHABLE


async def test_a_private_document_without_passages_is_never_searchable(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        document_id = await add_one(work, visibility=PRIVATE)
        await work.documents.set_status([document_id], DocumentStatus.PROCESSED)
        assert await status_of(work, document_id) is DocumentStatus.PROCESSED
