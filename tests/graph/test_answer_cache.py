"""Answers kept for whoever asks the same next."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from graph.types.node import uuid_of
from persistence.bootstrap import Resources

ASK = """
query ($input: AdviceInput!) {
  advice(input: $input) { id cached answer figures { key value } timings { stage } question createdAt }
}
"""
HISTORY = "{ adviceHistory { edges { node { id question cached } } } }"
LOAN = {"amount": "200000", "annualRate": "6.5", "termMonths": 360}
QUESTION = "What would this loan cost me?"


async def ask(client: Any, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    answer = await client.send(ASK, {"input": {"question": question, "loan": LOAN, **more}})
    advice: dict[str, Any] = answer.data["advice"]
    return advice


async def test_an_equal_question_gets_the_kept_answer_and_a_record_of_its_own(
    user: Any, admin: Any
) -> None:
    first = await ask(user)
    again = await ask(admin, "  what would THIS loan\n cost me? ")
    assert (first["cached"], again["cached"]) == (False, True)
    assert again["answer"] == first["answer"]
    assert again["figures"] == first["figures"]
    assert again["question"] == "  what would THIS loan\n cost me? "
    assert {each["stage"] for each in again["timings"]} == {"cache"}
    (edge,) = (await admin.send(HISTORY)).data["adviceHistory"]["edges"]
    assert edge["node"] == {"id": again["id"], "question": again["question"], "cached": True}


async def test_another_figure_is_another_question(user: Any) -> None:
    await ask(user)
    dearer = await ask(user, loan={**LOAN, "annualRate": "7"})
    assert not dearer["cached"]
    assert dearer["figures"] != (await ask(user))["figures"]


ADD = """
mutation ($documents: [DocumentInput!]!) {
  addDocuments(documents: $documents, visibility: PRIVATE) {
    ... on AddDocumentsSuccess { documents { id } }
  }
}
"""
REMOVE = "mutation ($id: ID!) { removeDocument(id: $id) { __typename } }"


async def add_private(client: Any, text: str) -> str:
    answer = await client.send(ADD, {"documents": [{"title": "Mine", "text": text}]})
    (added,) = answer.data["addDocuments"]["documents"]
    identifier: str = added["id"]
    return identifier


async def test_a_removal_makes_every_kept_answer_another_one(user: Any, admin: Any) -> None:
    await ask(user)
    assert (await ask(user))["cached"]
    document = await add_private(admin, "Points cost money.")
    removed = await admin.send(REMOVE, {"id": document})
    assert removed.data["removeDocument"]["__typename"] == "RemoveDocumentSuccess"
    assert not (await ask(user))["cached"]


async def test_whoever_has_private_documents_is_answered_anew(user: Any, admin: Any) -> None:
    await ask(admin)
    await add_private(user, "My own rate is 3 %.")
    assert not (await ask(user))["cached"]
    assert not (await ask(user))["cached"]
    assert (await ask(admin))["cached"]


async def test_of_many_who_ask_the_same_at_once_one_is_answered_anew(user: Any) -> None:
    answers = await asyncio.gather(
        *(ask(user, "Ten at once: what is the cost?") for _ in range(10))
    )
    assert [each["cached"] for each in answers].count(False) == 1
    assert len({each["id"] for each in answers}) == 10
    assert len({each["answer"] for each in answers}) == 1


async def test_processes_share_answers(user: Any, services: Any) -> None:
    await ask(user)
    services.adviser.cache.flush()  # as a process that has just started
    assert (await ask(user))["cached"]
    assert services.adviser.cache.statistics.shared == 1


async def test_an_answer_comes_back_from_the_cache_as_it_was(
    user: Any, resources: Resources
) -> None:
    given = await ask(user)
    key = next(iter([each async for each in resources.redis.scan_iter(match="apfa:answer:*")]))
    kept = await resources.answers.load(key.decode().removeprefix("apfa:answer:"))
    assert kept is not None
    assert kept.id == uuid_of("Advice", given["id"], field="id")
    assert isinstance(kept.id, UUID)
    assert kept.answer == given["answer"]
