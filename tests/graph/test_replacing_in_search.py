"""A document is replaced under live searches: one of the two is always found, never both."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from domain.clock import SystemClock
from domain.documents.processing import process_documents
from domain.indexing.lifecycle import build_index
from domain.indexing.version import IndexState
from domain.retrieval.chunking import Chunk
from graph.types.node import uuid_of
from persistence.bootstrap import Resources

ADD = """
mutation ($text: String!, $visibility: Visibility!) {
  addDocuments(
    documents: [{ title: "Escrow", reference: "12 CFR 1024.17", text: $text }]
    visibility: $visibility replace: true
  ) { ... on AddDocumentsSuccess { documents { id } } }
}
"""
SEARCH = '{ searchPassages(query: "escrow cushion months") { hits { passage { text } } } }'
OLD, NEW = "The escrow cushion is two months.", "The escrow cushion is one month."


class WholeText:
    """Cuts nothing: a document is one passage."""

    async def split(self, texts: Any) -> list[list[Chunk]]:
        return [[Chunk(text.text, (), 0, len(text.text))] for text in texts]


async def no_report(done: int, total: int) -> None:
    del done, total


@pytest.fixture
def make_ready(resources: Resources, encoder: Any) -> Callable[[str], Awaitable[None]]:
    """Cut and embed a document as workers do."""

    async def make(document_id: str) -> None:
        identifier = uuid_of("Document", document_id)
        store = resources.unit_of_work
        await process_documents(
            [identifier],
            None,
            no_report,
            unit_of_work=store,
            splitter=WholeText(),
            fingerprint=encoder.fingerprint,
        )
        async with store() as work:
            missing = await work.passages.unembedded(encoder.fingerprint, [identifier])
            texts = await work.passages.texts(missing)
            vectors = await encoder.encode(list(texts.values()))
            await work.embeddings.store(encoder.fingerprint, list(texts), vectors)
            await work.commit()

    return make


@pytest.fixture
def activate(
    resources: Resources, services: Any, eventually: Any
) -> Callable[[int], Awaitable[None]]:
    """Have a version serve, if it does not."""

    async def activate(number: int) -> None:
        async with resources.unit_of_work() as work:
            version = await work.indexes.by_number(number)
            assert version is not None
            if version.state is not IndexState.ACTIVE:
                await work.indexes.activate(version.id)
                await work.commit()

        async def serves() -> bool:
            current = services.node.current
            return current is not None and current.number == number

        await eventually(serves)

    return activate


@pytest.fixture
def swap(
    resources: Resources, encoder: Any, activate: Any, tmp_path: Path
) -> Callable[[], Awaitable[int]]:
    """Build a version of what is embedded, and return its number once it serves."""

    async def swap() -> int:
        version = await build_index(
            no_report,
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
            clock=SystemClock(),
            fingerprint=encoder.fingerprint,
            scratch=tmp_path,
        )
        await activate(version.number)
        return version.number

    return swap


async def add(client: Any, text: str, visibility: str) -> str:
    answer = await client.send(ADD, {"text": text, "visibility": visibility})
    (added,) = answer.data["addDocuments"]["documents"]
    return str(added["id"])


async def found(client: Any) -> list[str]:
    hits = (await client.send(SEARCH)).data["searchPassages"]["hits"]
    return [hit["passage"]["text"] for hit in hits]


async def test_a_public_document_is_replaced_with_the_swap(
    admin: Any, user: Any, make_ready: Any, swap: Any, activate: Any
) -> None:
    await make_ready(await add(admin, OLD, "PUBLIC"))
    first = await swap()
    new = await add(admin, NEW, "PUBLIC")
    assert await found(user) == [OLD]
    assert await swap() == first  # somebody else's build: nothing has changed yet
    assert await found(user) == [OLD]
    await make_ready(new)
    assert await found(user) == [OLD]
    seen: list[list[str]] = []

    async def search_all_the_time() -> None:
        while NEW not in (seen[-1] if seen else ()):
            seen.append(await found(user))

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(search_all_the_time())
        await swap()

    assert {tuple(each) for each in seen} == {(OLD,), (NEW,)}
    # Going back to the version before brings its own text back, until the document is removed.
    await activate(first)
    assert await found(user) == [OLD]
    await admin.send("mutation ($id: ID!) { removeDocument(id: $id) { __typename } }", {"id": new})
    assert await found(user) == []


async def test_a_private_document_is_replaced_once_it_is_embedded(
    user: Any, make_ready: Any
) -> None:
    await make_ready(await add(user, OLD, "PRIVATE"))
    assert await found(user) == [OLD]
    new = await add(user, NEW, "PRIVATE")
    assert await found(user) == [OLD]
    await make_ready(new)
    assert await found(user) == [NEW]


ADD_MANY = """
mutation ($documents: [DocumentInput!]!) {
  addDocuments(documents: $documents, visibility: PUBLIC) {
    ... on AddDocumentsSuccess { documents { id } }
  }
}
"""
REMOVE = "mutation ($id: ID!) { removeDocument(id: $id) { __typename } }"
FIRST_FIVE = '{ searchPassages(query: "escrow cushion", first: 5) { hits { passage { text } } } }'


async def test_others_take_the_place_of_what_was_removed(
    admin: Any, user: Any, make_ready: Any, swap: Any
) -> None:
    # Given an index of which the best 20 are removed, more than any search finds to spare
    near = [f"The escrow cushion of servicer {number}." for number in range(20)]
    far = [f"Rule {number}: late fees are paid apart." for number in range(8)]
    documents = [{"title": text, "text": text} for text in (*near, *far)]
    answer = await admin.send(ADD_MANY, {"documents": documents})
    added = [each["id"] for each in answer.data["addDocuments"]["documents"]]
    for document in added:
        await make_ready(document)
    await swap()
    for document in added[: len(near)]:
        await admin.send(REMOVE, {"id": document})
    # When five are asked for
    hits = (await user.send(FIRST_FIVE)).data["searchPassages"]["hits"]
    # Then five are found
    assert len(hits) == 5
    assert {hit["passage"]["text"] for hit in hits} <= set(far)
