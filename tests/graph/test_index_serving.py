"""From a built version to answers: activated, followed by the node, searched, counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.clock import SystemClock
from domain.documents.document import DocumentDraft, Visibility
from domain.documents.processing import process_documents
from domain.indexing.lifecycle import build_index
from domain.indexing.version import IndexVersion
from domain.retrieval.chunking import Chunk
from graph.types.node import uuid_of
from persistence.bootstrap import Resources

TEXTS = [
    "An escrow account holds money for property taxes and insurance.",
    "A late charge may be assessed when a payment is past due by fifteen days.",
    "The finance charge is the cost of consumer credit as a dollar amount.",
]
SEARCH = """
query ($query: String!) {
  searchPassages(query: $query, first: 1) {
    indexVersion hits { score passage { text document { title status } } }
  }
}
"""


class WholeText:
    """Cuts nothing: a document is one passage."""

    async def split(self, texts: Any) -> list[list[Chunk]]:
        return [[Chunk(text.text, (), 0, len(text.text))] for text in texts]


async def no_report(done: int, total: int) -> None:
    del done, total


@pytest.fixture
async def version(resources: Resources, encoder: Any, tmp_path: Path, admin: Any) -> IndexVersion:
    """An active version of the three texts, made as the workers make one."""
    owner = uuid_of("User", (await admin.send("{ me { id } }")).data["me"]["id"])
    store = resources.unit_of_work
    async with store() as work:
        drafts = [DocumentDraft(text=text, title=text.split()[1]) for text in TEXTS]
        added = await work.documents.add(drafts, owner_id=owner, visibility=Visibility.PUBLIC)
        await work.commit()
    ids = [each.id for each in added]
    await process_documents(
        ids,
        None,
        no_report,
        unit_of_work=store,
        splitter=WholeText(),
        fingerprint=encoder.fingerprint,
    )
    async with store() as work:
        texts = await work.passages.texts(await work.passages.unembedded(encoder.fingerprint, ids))
        vectors = await encoder.encode(list(texts.values()))
        await work.embeddings.store(encoder.fingerprint, list(texts), vectors)
        await work.commit()
    version = await build_index(
        no_report,
        unit_of_work=store,
        artefacts=resources.artefacts,
        clock=SystemClock(),
        fingerprint=encoder.fingerprint,
        scratch=tmp_path,
    )
    async with store() as work:
        await work.indexes.activate(version.id)
        await work.commit()
    return version


async def test_what_is_activated_is_what_answers_rest_on(
    user: Any, admin: Any, services: Any, version: IndexVersion, eventually: Any
) -> None:
    async def serves() -> bool:
        current = services.node.current
        return current is not None and current.number == version.number

    await eventually(serves)
    found = (await user.send(SEARCH, {"query": "escrow taxes"})).data["searchPassages"]
    assert found["indexVersion"] == version.number
    assert found["hits"][0]["passage"]["text"] == TEXTS[0]
    assert found["hits"][0]["passage"]["document"]["status"] == "SEARCHABLE"
    ask = 'query { advice(input: { question: "%s" }) { answer indexVersion citations { number } } }'
    advice = (await user.send(ask % TEXTS[0])).data["advice"]
    assert advice["indexVersion"] == version.number
    assert advice["citations"][0] == {"number": 1}
    active = "{ activeIndex { number rollout { nodes staged active failed } } }"
    assert (await admin.send(active)).data["activeIndex"] == {
        "number": version.number,
        "rollout": {"nodes": 1, "staged": 0, "active": 1, "failed": 0},
    }
    remove = "mutation ($id: ID!) { removeDocument(id: $id) { __typename } }"
    documents = (await user.send("{ documents { nodes { id title } } }")).data["documents"]["nodes"]
    (escrow,) = (each["id"] for each in documents if each["title"] == "escrow")
    assert (await user.send(remove, {"id": escrow})).code == "FORBIDDEN"
    assert (await admin.send(remove, {"id": escrow})).data["removeDocument"]
    left = (await user.send(SEARCH, {"query": "escrow taxes"})).data["searchPassages"]
    assert TEXTS[0] not in str(left)
    metrics = (await user.http.get("/metrics")).text
    assert f"apfa_index_version {version.number}.0" in metrics
    assert "apfa_index_passages 3.0" in metrics
    assert "apfa_search_seconds_count 2.0" in metrics
    ready = (await user.http.get("/health/ready")).json()
    assert ready["index"] == {"status": "ready", "version": version.number, "passages": 3}
