"""From a built version to answers: activated, followed by the node, searched, counted."""

from __future__ import annotations

from typing import Any

import pytest

from domain.indexing.version import IndexVersion

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


@pytest.fixture
async def version(activate: Any) -> IndexVersion:
    """An active version of the three texts."""
    made: IndexVersion = await activate(TEXTS)
    return made


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
