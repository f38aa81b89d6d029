"""Documents that take the place of others: which of them is searched, at every moment."""

from __future__ import annotations

import asyncio
from uuid import UUID

import numpy as np
import pytest

from domain.documents.document import (
    AddedDocument,
    DocumentDraft,
    DocumentStatus,
    Replacing,
    Visibility,
)
from domain.identifiers import new_id
from domain.paging import PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory
from domain.retrieval.passage import Passage, text_hash

ANN, BOB = new_id(), new_id()
PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE
FP = "encoder-1"


def draft(text: str, reference: str = "R") -> DocumentDraft:
    return DocumentDraft(text=text, title=text, reference=reference)


async def put(
    work: UnitOfWork,
    *drafts: DocumentDraft,
    owner: UUID = ANN,
    visibility: Visibility = PUBLIC,
    kept: frozenset[bytes] = frozenset(),
) -> list[AddedDocument]:
    return await work.documents.add(
        drafts, owner_id=owner, visibility=visibility, replacing=Replacing(kept)
    )


async def cut(work: UnitOfWork, *documents: AddedDocument) -> None:
    """Cut documents into two passages each, without vectors."""
    passages = [
        Passage(new_id(), each.id, n, "", "", (), text, text_hash(text), "", None)
        for each in documents
        for n, text in enumerate((f"{each.id} first", f"{each.id} second"))
    ]
    await work.passages.replace([each.id for each in documents], passages)
    await work.documents.set_status([each.id for each in documents], DocumentStatus.PROCESSED)


async def embed(work: UnitOfWork, document: AddedDocument, *parts: str) -> None:
    hashes = [text_hash(f"{document.id} {part}") for part in parts or ("first", "second")]
    vectors = np.ones((len(hashes), 4), dtype=np.float32) / 2
    await work.embeddings.store(FP, hashes, vectors)


async def ready(work: UnitOfWork, document: AddedDocument) -> None:
    await cut(work, document)
    await embed(work, document)


async def built(work: UnitOfWork) -> set[UUID]:
    """The documents that an index built now would have."""
    return {
        passage.document_id
        async for passages, _ in work.passages.stream_public(FP)
        for passage in passages
    }


async def private(work: UnitOfWork, owner: UUID = ANN) -> set[UUID]:
    passages, _ = await work.passages.private_of(owner, FP)
    return {passage.document_id for passage in passages}


async def listed(work: UnitOfWork) -> list[UUID]:
    return [
        document.id for document in (await work.documents.page(PageRequest(), viewer=ANN)).items
    ]


@pytest.mark.parametrize("visibility", [PUBLIC, PRIVATE])
async def test_the_old_one_is_searched_until_all_of_the_new_one_can_be_and_never_both(
    unit_of_work: UnitOfWorkFactory, visibility: Visibility
) -> None:
    async with unit_of_work() as work:
        searched = built if visibility is PUBLIC else private
        (old,) = await put(work, draft("one"), visibility=visibility)
        await ready(work, old)
        assert await searched(work) == {old.id}

        (new,) = await put(work, draft("two"), visibility=visibility)

        assert (new.created, new.version, new.replaces) == (True, 2, old.id)
        assert await listed(work) == [new.id]
        assert await searched(work) == {old.id}
        await cut(work, new)
        await embed(work, new, "first")
        assert await searched(work) == {old.id}
        await embed(work, new, "second")
        assert await searched(work) == {new.id}


async def test_an_index_from_before_goes_on_answering_from_what_was_replaced(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        (old,) = await put(work, draft("one"))
        await ready(work, old)
        passages = [p.id async for found, _ in work.passages.stream_public(FP) for p in found]
        epoch = await work.documents.removal_epoch()
        (new,) = await put(work, draft("two"))
        await ready(work, new)
        assert await work.passages.living(passages, viewer=BOB) == set(passages)
        assert await work.documents.removal_epoch() == epoch
        replaced = await work.documents.get(old.id, viewer=ANN)
        assert replaced is not None
        assert replaced.status is DocumentStatus.REPLACED

        await work.documents.remove(new.id)

        assert await work.passages.living(passages, viewer=BOB) == set()
        assert await built(work) == set()
        assert await work.documents.removal_epoch() == epoch + 1


async def test_of_a_line_of_versions_the_newest_that_is_ready_is_searched(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        line: list[AddedDocument] = []
        for text in ("one", "two", "three", "four"):
            line += await put(work, draft(text))
        assert [each.version for each in line] == [1, 2, 3, 4]
        one, two, three, four = line
        assert await built(work) == set()
        for each in line:
            await work.passages.replace([each.id], [])
        # Replaced before it was cut, a document is not cut any more; here they had been.
        await cut(work, one, two, three, four)
        await embed(work, one)
        assert await built(work) == {one.id}
        await embed(work, three)
        assert await built(work) == {three.id}
        await embed(work, two)
        assert await built(work) == {three.id}
        await embed(work, four)
        assert await built(work) == {four.id}
        await work.documents.mark_indexed([four.id], 1)
        assert await built(work) == {four.id}
        await work.documents.remove(four.id)
        assert await built(work) == set()


async def test_a_replacement_that_failed_leaves_the_old_one_in_its_place(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        (old,) = await put(work, draft("one"))
        await ready(work, old)
        (new,) = await put(work, draft("two"))
        await work.passages.replace([new.id], [])
        await work.documents.set_status([new.id], DocumentStatus.FAILED, "no")
        assert await built(work) == {old.id}
        assert await work.embeddings.delete_orphans(0) == 0


async def test_vectors_go_once_the_new_one_is_in_an_index(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        (old,) = await put(work, draft("one"))
        await ready(work, old)
        (new,) = await put(work, draft("two"))
        await ready(work, new)
        await work.documents.mark_indexed([new.id], 1)
        await work.commit()  # their age is counted from the start of a transaction
        assert await work.embeddings.delete_orphans(0) == 2
        assert await built(work) == {new.id}


async def test_going_back_to_an_older_text_makes_a_third_version(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        (one,) = await put(work, draft("one"))
        (two,) = await put(work, draft("two"))
        (again,) = await put(work, draft("one"))
        assert (again.created, again.version, again.replaces) == (True, 3, two.id)
        assert again.id != one.id
        (same,) = await put(work, draft("one"))
        assert (same.created, same.id, same.replaces) == (False, again.id, None)


async def test_only_the_same_reference_of_the_same_owner_and_visibility_is_replaced(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        others = [
            *await put(work, draft("one", "other")),
            *await put(work, draft("one"), owner=BOB),
            *await put(work, draft("one"), visibility=PRIVATE),
            *await put(work, draft("nameless", "")),
        ]
        new = await put(work, draft("two"), draft("nameless two", ""))
        assert [each.replaces for each in new] == [None, None]
        for each in others:
            document = await work.documents.get(each.id, viewer=each.id)
            assert document is None or document.status is DocumentStatus.RECEIVED


async def test_a_reference_that_a_file_gives_to_many_replaces_none_of_them(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        file = [draft(f"text {n}", "12 CFR ") for n in range(4)]
        first = await put(work, *file)
        assert [each.replaces for each in first] == [None] * 4
        # One of the four has changed, and comes in a step of its own: the file's others are named.
        changed = draft("text 2, amended", "12 CFR ")
        kept = frozenset(each.content_key() for each in (*file[:2], changed, file[3]))
        (new,) = await put(work, changed, kept=kept)
        assert new.replaces == first[2].id
        assert set(await listed(work)) == {first[0].id, first[1].id, first[3].id, new.id}


async def test_several_of_one_reference_are_paired_in_their_order(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        old = await put(work, *(draft(f"part {n}") for n in range(3)))
        new = await put(work, *(draft(f"new part {n}") for n in range(2)))
        assert [each.replaces for each in new] == [old[0].id, old[2].id]
        for each in old:
            await ready(work, each)
        assert await built(work) == {each.id for each in old}
        more = await put(work, *(draft(f"newer part {n}") for n in range(3)))
        assert [each.replaces for each in more] == [new[0].id, new[1].id, None]
        assert [each.version for each in more] == [3, 3, 1]


async def test_without_replacing_all_are_kept(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        for text in ("one", "two"):
            await work.documents.add([draft(text)], owner_id=ANN, visibility=PUBLIC)
        assert len(await listed(work)) == 2


async def test_of_many_who_replace_at_once_one_stays(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        await put(work, draft("zero"))
        await work.commit()

    async def replace(number: int) -> AddedDocument:
        async with unit_of_work() as work:
            (added,) = await put(work, draft(f"text {number}"))
            await asyncio.sleep(0.01)
            await work.commit()
        return added

    results = await asyncio.gather(*(replace(number) for number in range(6)))
    assert sorted(each.version for each in results) == [2, 3, 4, 5, 6, 7]
    async with unit_of_work() as work:
        (left,) = await listed(work)
    assert left == max(results, key=lambda each: each.version).id
