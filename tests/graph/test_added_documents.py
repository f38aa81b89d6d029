"""Documents handed in with `addDocuments`: each has its own result."""

from __future__ import annotations

from typing import Any

ADD = """
mutation ($documents: [DocumentInput!]!, $replace: Boolean!) {
  addDocuments(documents: $documents, replace: $replace) {
    ... on AddDocumentsSuccess {
      documents { id created replaces error field } job { kind }
    }
  }
}
"""


async def test_each_document_has_its_own_result(user: Any) -> None:
    documents = [
        {"title": "One", "text": "First."},
        {"title": "Two", "text": "  "},
        {"title": "x" * 501, "text": "Third."},
        {"title": "One", "text": "First."},
    ]
    variables = {"documents": documents, "replace": False}
    added = (await user.send(ADD, variables)).data["addDocuments"]
    good, blank, long, again = added["documents"]
    assert good["created"]
    assert good["error"] is None
    assert (blank["id"], blank["created"], blank["field"]) == (None, False, "text")
    assert (long["id"], long["field"]) == (None, "title")
    assert long["error"] == "title may have 500 characters at most"
    assert (again["id"], again["created"]) == (good["id"], False)
    assert added["job"] == {"kind": "PRIVATE_INGEST"}
    bad = {"documents": documents[1:3], "replace": False}
    assert (await user.send(ADD, bad)).data["addDocuments"]["job"] is None


async def test_a_document_replaces_the_one_with_its_reference(user: Any) -> None:
    ids = []
    for text_of_it in ("Old.", "New."):
        documents = [{"title": "T", "reference": "12 CFR 1", "text": text_of_it}]
        added = (await user.send(ADD, {"documents": documents, "replace": True})).data
        (result,) = added["addDocuments"]["documents"]
        assert result["replaces"] == (ids[-1] if ids else None)
        ids.append(result["id"])
    listed = (await user.send("{ documents { nodes { id version } } }")).data["documents"]
    assert listed["nodes"] == [{"id": ids[1], "version": 2}]
