"""Advice, calculators, documents and search, as clients use them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.documents.document import DocumentDraft, Visibility
from domain.retrieval.passage import Passage, text_hash
from graph.types.node import uuid_of
from persistence.bootstrap import Resources

ADVICE = """
query ($input: AdviceInput!, $key: String) {
  advice(input: $input, idempotencyKey: $key) {
    id question answer inScope disclaimer indexVersion writer createdAt
    figures { key label value unit shown basis }
    quote { payment finalPayment totalInterest totalPaid numberOfPayments
            schedule(first: 2, after: 358) { number dueDate payment interest principal balance }
            years { number paid balance } }
    citations { number score passage { id title text document { id title } } }
    missingInformation assumptions degraded timings { stage milliseconds }
    grounding { passed numbersChecked leftOut sentences { sentence numbers { text groundedBy } } }
  }
}
"""
LOAN = {
    "purpose": "MORTGAGE",
    "amount": "200000",
    "annualRate": "6.5",
    "termMonths": 360,
    "propertyValue": "250000",
    "startDate": "2026-01-31",
}
QUESTION = "What would this loan cost me?"
INPUT = {
    "question": QUESTION,
    "loan": LOAN,
    "borrower": {"grossMonthlyIncome": "7000", "monthlyDebts": "400"},
}


async def test_an_answer_has_figures_that_can_be_checked(user: Any) -> None:
    advice = (await user.send(ADVICE, {"input": INPUT})).data["advice"]
    assert advice["question"] == QUESTION
    assert advice["inScope"]
    assert "$1,264.14" in advice["answer"]
    figures = {figure["key"]: figure for figure in advice["figures"]}
    assert figures["monthlyPayment"]["value"] == "1264.14"
    assert figures["monthlyPayment"]["unit"] == "MONEY"
    assert figures["loanToValue"]["shown"] == "80 %"
    assert advice["grounding"]["passed"]
    numbers = [n for s in advice["grounding"]["sentences"] for n in s["numbers"]]
    assert {"text": "$1,264.14", "groundedBy": "figure:monthlyPayment"} in numbers
    assert len(numbers) == advice["grounding"]["numbersChecked"]
    quote = advice["quote"]
    assert quote["payment"] == "1264.14"
    assert quote["numberOfPayments"] == 360
    assert [each["number"] for each in quote["schedule"]] == [359, 360]
    assert quote["schedule"][-1]["balance"] == "0.00"
    assert quote["schedule"][-1]["dueDate"] == "2056-01-31"
    assert len(quote["years"]) == 30
    assert {each["stage"] for each in advice["timings"]} == {
        "retrieve",
        "compute",
        "write",
    }
    assert "not an offer" in advice["disclaimer"]


async def test_what_is_missing_is_asked_for(user: Any) -> None:
    request = {"question": QUESTION, "loan": {"amount": "5000"}}
    advice = (await user.send(ADVICE, {"input": request})).data["advice"]
    assert advice["quote"] is None
    assert any("rate" in missing for missing in advice["missingInformation"])


async def test_any_text_is_a_question(user: Any) -> None:
    for question in ("¿Qué es un préstamo? 🏠", "<b>'; drop table users; --</b>", "ab\n\tc"):
        answer = await user.send(ADVICE, {"input": {"question": question}})
        assert answer.data["advice"]["question"] == question


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"annualRate": "6,5"}, "input.loan.annualRate", "such as 6.5 for 6.5 %"),
    ({"annualRate": "6.5 %"}, "input.loan.annualRate", "such as 6.5 for 6.5 %"),
    ({"annualRate": 6.5}, "input.loan.annualRate", 'write it as a string, such as "6.5"'),
    ({"amount": "$200,000"}, "input.loan.amount", "such as 1264.14"),
    ({"amount": "0"}, "input.loan.amount", "more than 0"),
    ({"termMonths": 601}, "input.loan.termMonths", "1 to 600"),
]


async def test_a_wrong_value_is_named_by_its_path(user: Any) -> None:
    for change, argument, says in WRONG:
        answer = await user.send(ADVICE, {"input": {**INPUT, "loan": {**LOAN, **change}}})
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == argument
        assert says in answer.error["message"]


async def test_a_wrong_value_in_the_document_is_named_too(user: Any) -> None:
    query = (
        """{ loanQuote(input: { amount: "100", annualRate: "6,5", termMonths: 12 }) { payment } }"""
    )
    answer = await user.send(query)
    assert answer.code == "BAD_USER_INPUT"
    assert answer.error["extensions"]["argument"] == "input.annualRate"


async def test_the_same_key_brings_the_same_answer_once(user: Any) -> None:
    first = (await user.send(ADVICE, {"input": INPUT, "key": "k1"})).data["advice"]
    again = (await user.send(ADVICE, {"input": INPUT, "key": "k1"})).data["advice"]
    assert again["id"] == first["id"]
    other = await user.send(ADVICE, {"input": {"question": "Another one?"}, "key": "k1"})
    assert other.code == "CONFLICT"
    empty = await user.send(ADVICE, {"input": INPUT, "key": ""})
    assert empty.error["extensions"]["argument"] == "idempotencyKey"


HISTORY = """
query ($first: Int!, $after: Cursor) {
  adviceHistory(first: $first, after: $after) {
    nodes { question }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def test_history_is_ones_own_newest_first_page_by_page(user: Any, admin: Any) -> None:
    for number in range(5):
        await user.send(ADVICE, {"input": {"question": f"Question {number}?"}})
    await admin.send(ADVICE, {"input": {"question": "Somebody else's?"}})
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = (await user.send(HISTORY, {"first": 2, "after": after})).data["adviceHistory"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += [node["question"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == [f"Question {number}?" for number in (4, 3, 2, 1, 0)]
    assert not page["pageInfo"]["hasNextPage"]
    for variables, argument in [({"first": 0}, "first"), ({"first": 101}, "first")]:
        answer = await user.send(HISTORY, variables)
        assert answer.error["extensions"]["argument"] == argument
    for cursor in ("x", "", "aXRlbTp4", "\N{SNOWMAN}"):
        answer = await user.send(HISTORY, {"first": 1, "after": cursor})
        assert answer.error["extensions"]["argument"] == "after"


async def test_an_answer_is_found_again_by_its_owner_alone(user: Any, admin: Any) -> None:
    advice = (await user.send(ADVICE, {"input": INPUT})).data["advice"]
    query = "query ($id: ID!) { node(id: $id) { id ... on Advice { answer } } }"
    found = (await user.send(query, {"id": advice["id"]})).data["node"]
    assert found == {"id": advice["id"], "answer": advice["answer"]}
    assert (await admin.send(query, {"id": advice["id"]})).data["node"] is None
    for wrong in ("x", "", "QWR2aWNlOng", "A" * 5_000):
        answer = await user.send(query, {"id": wrong})
        assert answer.code == "BAD_USER_INPUT"


ADD = """
mutation ($documents: [DocumentInput!]!, $visibility: Visibility!) {
  addDocuments(documents: $documents, visibility: $visibility) {
    ... on AddDocumentsSuccess { documents { id created } job { id kind state stage } }
  }
}
"""
DOCUMENT = {"title": "Escrow accounts", "text": "An escrow account holds money for taxes."}


async def test_documents_of_ones_own(user: Any, admin: Any) -> None:
    variables = {"documents": [DOCUMENT], "visibility": "PRIVATE"}
    added = (await user.send(ADD, variables)).data["addDocuments"]
    assert added["job"]["kind"] == "PRIVATE_INGEST"
    again = (await user.send(ADD, variables)).data["addDocuments"]
    assert again == {
        "documents": [{"id": added["documents"][0]["id"], "created": False}],
        "job": None,
    }
    identifier = {"id": added["documents"][0]["id"]}
    query = "query ($id: ID!) { document(id: $id) { id title status visibility passages } }"
    found = (await user.send(query, identifier)).data["document"]
    assert found["title"] == "Escrow accounts"
    assert found["status"] == "RECEIVED"
    assert (await admin.send(query, identifier)).data["document"] is None
    listed = (await user.send("{ documents { nodes { id } } }")).data["documents"]["nodes"]
    assert listed == [identifier]
    remove = (
        "mutation ($id: ID!) { removeDocument(id: $id) { __typename ... on Failure { code } } }"
    )
    failed = (await admin.send(remove, identifier)).data["removeDocument"]
    assert failed == {"__typename": "NotFoundFailure", "code": "NOT_FOUND"}
    done = (await user.send(remove, identifier)).data["removeDocument"]
    assert done["__typename"] == "RemoveDocumentSuccess"
    assert (await user.send("{ documents { nodes { id } } }")).data["documents"]["nodes"] == []


async def test_public_documents_need_a_permission_and_there_must_be_some(
    user: Any, admin: Any
) -> None:
    variables = {"documents": [DOCUMENT], "visibility": "PUBLIC"}
    assert (await user.send(ADD, variables)).code == "FORBIDDEN"
    assert (await admin.send(ADD, variables)).data["addDocuments"]["job"]["kind"] == "INGEST"
    none = await user.send(ADD, {"documents": [], "visibility": "PRIVATE"})
    assert none.error["extensions"]["argument"] == "documents"


SEARCH = """
query ($query: String!) {
  searchPassages(query: $query, first: 3) {
    indexVersion
    hits { score similarity lexicalScore passage { title text headingPath document { title } } }
  }
}
"""


async def test_a_private_document_is_found_by_its_owner_alone(
    user: Any, admin: Any, resources: Resources, encoder: Any
) -> None:
    text = "An escrow account holds money for property taxes."
    me = (await user.send("{ me { id } }")).data["me"]["id"]
    await keep_searchable(resources, encoder, uuid_of("User", me), text)
    found = (await user.send(SEARCH, {"query": "escrow taxes"})).data["searchPassages"]
    assert found["hits"][0]["passage"]["text"] == text
    assert found["hits"][0]["passage"]["document"] == {"title": "Escrow"}
    assert found["indexVersion"] is None
    assert (await admin.send(SEARCH, {"query": "escrow taxes"})).data["searchPassages"][
        "hits"
    ] == []
    advice = (await user.send(ADVICE, {"input": {"question": text}})).data["advice"]
    assert advice["citations"][0]["passage"]["text"] == text
    assert "[1]" in advice["answer"]


async def keep_searchable(resources: Resources, encoder: Any, owner: UUID, text: str) -> None:
    """Do what the workers do to a document: cut it (here into one passage) and embed it."""
    async with resources.unit_of_work() as work:
        draft = DocumentDraft(text=text, title="Escrow")
        (added,) = await work.documents.add([draft], owner_id=owner, visibility=Visibility.PRIVATE)
        passage = Passage(
            id=added.id,
            document_id=added.id,
            ordinal=0,
            reference="",
            title="Escrow",
            heading_path=(),
            text=text,
            text_hash=text_hash(text),
            source="",
            effective_date=None,
        )
        await work.passages.replace([added.id], [passage])
        vectors = await encoder.encode([text])
        await work.embeddings.store(encoder.fingerprint, [passage.text_hash], vectors)
        await work.commit()
