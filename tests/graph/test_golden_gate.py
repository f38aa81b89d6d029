"""Golden questions by API, and a build that would answer them worse."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Permission, Principal, Role
from domain.errors import Conflict
from domain.indexing.golden_set import (
    embed_golden_questions,
    grow_from_ratings,
    seed_golden_questions,
)
from domain.retrieval.passage import text_hash
from graph.types.node import uuid_of
from persistence.bootstrap import Resources

ESCROW = "An escrow account holds money for property taxes."
OTHERS = [
    "A late charge may be assessed when a payment is past due.",
    "The finance charge is the cost of consumer credit.",
]
ADD = """
mutation ($question: String!, $hashes: [String!]!) {
  addGoldenQuestion(question: $question, textHashes: $hashes) {
    __typename
    ... on AddGoldenQuestionSuccess { goldenQuestion { id question references textHashes source } }
    ... on Failure { code message }
  }
}
"""
LIST = "{ goldenQuestions { nodes { id question source addedBy } } }"
REMOVE = "mutation ($id: ID!) { removeGoldenQuestion(id: $id) { __typename } }"
VERSIONS = "{ indexes { nodes { number state reason gate { name passed measured detail } } } }"


async def add(admin: Any, question: str, answer: str) -> Any:
    variables = {"question": question, "hashes": [text_hash(answer).hex()]}
    return (await admin.send(ADD, variables)).data["addGoldenQuestion"]


async def grow(admin: Any, resources: Resources) -> Any:
    me = uuid_of("User", (await admin.send("{ me { id } }")).data["me"]["id"])
    operator = Principal(me, Role.ADMIN, frozenset(Permission), "test", datetime.now(UTC))
    return await grow_from_ratings(100, operator, unit_of_work=resources.unit_of_work)


async def forget_vectors(sql_engine: AsyncEngine, answer: str) -> None:
    async with sql_engine.begin() as connection:
        lost = text("delete from embeddings where text_hash = :hash")
        assert (await connection.execute(lost, {"hash": text_hash(answer)})).rowcount == 1


async def test_a_build_that_loses_an_answer_is_rejected_and_the_active_version_serves_on(
    admin: Any,
    activate: Any,
    build_of: Any,
    encoder: Any,
    resources: Resources,
    sql_engine: AsyncEngine,
) -> None:
    first = await activate([ESCROW, *OTHERS])
    await add(admin, "Who pays the taxes of an escrow account?", ESCROW)
    await embed_golden_questions(unit_of_work=resources.unit_of_work, encoder=encoder)

    sound = await build_of(["Points lower the rate."])
    checks = {check["name"]: check for check in sound.gate["checks"]}
    assert checks["golden_hit_rate"]["measured"] == 1

    await forget_vectors(
        sql_engine, ESCROW
    )  # an accident: the document is there, its vector is not
    with pytest.raises(Conflict, match="golden_hit_rate, golden_ndcg_at_10"):
        await build_of(["A rate lock holds the rate."])

    newest = (await admin.send(VERSIONS)).data["indexes"]["nodes"][0]
    assert newest["state"] == "REJECTED"
    assert newest["reason"] == "the gate refused the version: golden_hit_rate, golden_ndcg_at_10"
    (hit_rate,) = (check for check in newest["gate"] if check["name"] == "golden_hit_rate")
    assert (hit_rate["passed"], hit_rate["measured"]) == (False, 0)
    assert "no longer hit, such as “Who pays the taxes" in hit_rate["detail"]
    async with resources.unit_of_work() as work:
        active = await work.indexes.active()
    assert active is not None
    assert active.id == first.id


async def test_what_was_removed_on_purpose_is_not_asked_for(
    admin: Any, activate: Any, build_of: Any, encoder: Any, resources: Resources
) -> None:
    await activate([ESCROW, *OTHERS])
    await add(admin, "Who pays the taxes of an escrow account?", ESCROW)
    await embed_golden_questions(unit_of_work=resources.unit_of_work, encoder=encoder)
    documents = (await admin.send("{ documents { nodes { id title } } }")).data["documents"][
        "nodes"
    ]
    (escrow,) = (each["id"] for each in documents if each["title"] == "escrow")
    remove = "mutation ($id: ID!) { removeDocument(id: $id) { __typename } }"
    await admin.send(remove, {"id": escrow})

    version = await build_of(["Points lower the rate."])

    assert not any(check["name"].startswith("golden") for check in version.gate["checks"])


async def test_an_active_version_whose_files_are_gone_can_be_replaced(
    admin: Any, activate: Any, build_of: Any, encoder: Any, resources: Resources
) -> None:
    first = await activate([ESCROW, *OTHERS])
    await add(admin, "Who pays the taxes of an escrow account?", ESCROW)
    await embed_golden_questions(unit_of_work=resources.unit_of_work, encoder=encoder)
    assert first.artefact is not None
    await resources.artefacts.delete(first.artefact)

    version = await build_of(["Points lower the rate."])

    (check, _) = (each for each in version.gate["checks"] if each["name"].startswith("golden"))
    assert check["detail"] == "no version serves that it could be compared with"


async def test_a_target_that_is_not_there_is_refused(admin: Any, build_of: Any) -> None:
    await build_of([ESCROW])
    unknown = "00" * 32
    variables = {"question": "What is escrow?", "hashes": [text_hash(ESCROW).hex(), unknown]}
    refused = await admin.send(ADD, variables)
    assert (refused.code, refused.error["extensions"]["argument"]) == (
        "BAD_USER_INPUT",
        "textHashes",
    )
    assert refused.error["message"].endswith(f"SHA-256 {unknown}")
    by_reference = """mutation {
      addGoldenQuestion(question: "What is escrow?", references: ["tea"]) { __typename }
    }"""
    refused = await admin.send(by_reference)
    assert refused.error["message"] == "no public document has the reference tea"
    assert refused.error["extensions"]["argument"] == "references"
    assert (await admin.send(LIST)).data["goldenQuestions"]["nodes"] == []


async def test_questions_are_added_listed_and_removed_by_who_may(
    user: Any, admin: Any, build_of: Any
) -> None:
    await build_of([ESCROW])
    assert (await user.send(LIST)).code == "FORBIDDEN"
    refused = await user.send(ADD, {"question": "What is escrow?", "hashes": ["00" * 32]})
    assert refused.code == "FORBIDDEN"
    added = await add(admin, "What is escrow?", ESCROW)
    question = added["goldenQuestion"]
    assert question | {"id": ""} == {
        "id": "",
        "question": "What is escrow?",
        "references": [],
        "textHashes": [text_hash(ESCROW).hex()],
        "source": "OPERATOR",
    }
    again = await add(admin, "What is  escrow?", ESCROW)
    assert again["code"] == "CONFLICT"
    refused = await admin.send(ADD, {"question": "What is escrow?", "hashes": ["no hash"]})
    assert refused.code == "BAD_USER_INPUT"
    (listed,) = (await admin.send(LIST)).data["goldenQuestions"]["nodes"]
    me = (await admin.send("{ me { id } }")).data["me"]["id"]
    assert (listed["id"], listed["addedBy"]) == (question["id"], me)
    node = "query ($id: ID!) { node(id: $id) { ... on GoldenQuestion { question } } }"
    found = (await admin.send(node, {"id": question["id"]})).data["node"]
    assert found == {"question": "What is escrow?"}
    gone = (await admin.send(REMOVE, {"id": question["id"]})).data["removeGoldenQuestion"]
    assert gone["__typename"] == "RemoveGoldenQuestionSuccess"
    gone = (await admin.send(REMOVE, {"id": question["id"]})).data["removeGoldenQuestion"]
    assert gone["__typename"] == "NotFoundFailure"


async def test_an_answer_that_helped_becomes_a_golden_question_until_it_is_erased(
    user: Any, admin: Any, activate: Any, services: Any, eventually: Any, resources: Resources
) -> None:
    await activate([ESCROW, *OTHERS])

    async def serves() -> bool:
        return services.node.current is not None

    await eventually(serves)
    ask = 'query { advice(input: { question: "%s" }) { id answer citations { number } } }'
    asked = [
        (await user.send(ask % question)).data["advice"]
        for question in ("What does an escrow account hold?", "When is a late charge assessed?")
    ]
    rate = "mutation ($id: ID!, $how: Rating!) { rateAdvice(id: $id, rating: $how) { __typename } }"
    await user.send(rate, {"id": asked[0]["id"], "how": "HELPFUL"})
    await user.send(rate, {"id": asked[1]["id"], "how": "NOT_HELPFUL"})

    grown = await grow(admin, resources)

    assert [(each.draft.question, each.draft.source.value) for each in grown] == [
        ("What does an escrow account hold?", "RATED")
    ]
    assert text_hash(ESCROW) in grown[0].draft.text_hashes
    assert await grow(admin, resources) == []
    erase = """
    mutation ($id: ID!) { eraseMyAdvice(input: { adviceId: $id }) { __typename } }
    """
    erased = await user.send(erase, {"id": asked[0]["id"]})
    assert erased.data["eraseMyAdvice"]["__typename"] == "EraseMyAdviceSuccess"
    assert (await admin.send(LIST)).data["goldenQuestions"]["nodes"] == []


async def test_the_questions_that_ship_are_added_once_and_embedded_once(
    resources: Resources, encoder: Any
) -> None:
    store = resources.unit_of_work
    added = await seed_golden_questions(unit_of_work=store)
    assert len(added) >= 40
    assert await seed_golden_questions(unit_of_work=store) == []
    assert await embed_golden_questions(unit_of_work=store, encoder=encoder) == len(added)
    assert await embed_golden_questions(unit_of_work=store, encoder=encoder) == 0
    async with store() as work:
        assert await work.embeddings.delete_orphans(0) == 0  # they are needed
        await work.commit()
        for each in added:
            await work.golden.remove(each.id)
        await work.commit()
    async with store() as work:
        assert await work.embeddings.delete_orphans(0) == len(added)
