"""One's own answers as clients use them: conversations, history, ratings, export, erasure."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.access import Role

ASK = """
query ($input: AdviceInput!, $key: String) {
  advice(input: $input, idempotencyKey: $key) {
    id conversationId createdAt encoderFingerprint dataVersions { name }
    rating { rating } proof { position link commitment intact }
  }
}
"""
ESCROW, POINTS = "What is an escrow account?", "Should I pay points?"


async def ask(client: Any, question: str, conversation: str | None = None) -> dict[str, Any]:
    given = {"question": question, "conversationId": conversation}
    advice: dict[str, Any] = (await client.send(ASK, {"input": given})).data["advice"]
    return advice


HISTORY = """
query ($filter: AdviceHistoryFilter, $first: Int! = 20, $after: Cursor) {
  adviceHistory(filter: $filter, first: $first, after: $after) {
    nodes { id question } pageInfo { endCursor hasNextPage }
  }
}
"""


async def listed(client: Any, **wanted: Any) -> list[str]:
    found = (await client.send(HISTORY, {"filter": wanted})).data["adviceHistory"]
    return [node["question"] for node in found["nodes"]]


async def test_history_is_filtered(user: Any) -> None:
    first = await ask(user, ESCROW)
    await ask(user, POINTS, first["conversationId"])
    last = await ask(user, "Who won the match?")
    everything = ["Who won the match?", POINTS, ESCROW]
    assert await listed(user) == everything
    assert await listed(user, words="escrow accounts") == [ESCROW]
    assert await listed(user, conversationId=first["conversationId"]) == [POINTS, ESCROW]
    assert await listed(user, since=last["createdAt"]) == everything[:1]
    assert await listed(user, until=last["createdAt"]) == everything[1:]
    assert await listed(user, inScope=True) == []
    assert await listed(user, inScope=False, words="points") == [POINTS]
    assert await listed(user, rating="HELPFUL") == []
    page = (await user.send(HISTORY, {"filter": {"inScope": False}, "first": 2})).data
    after = page["adviceHistory"]["pageInfo"]["endCursor"]
    variables = {"filter": {"inScope": False}, "first": 2, "after": after}
    rest = (await user.send(HISTORY, variables)).data["adviceHistory"]
    assert [node["question"] for node in rest["nodes"]] == [ESCROW]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ({"words": " "}, "filter.words"),
        ({"words": "x" * 201}, "filter.words"),
        ({"since": "2026-01-01T00:00:00"}, "filter.since"),
        ({"conversationId": "x"}, "filter.conversationId"),
    ],
)
async def test_a_filter_that_cannot_be_used_is_named(
    user: Any, wanted: dict[str, Any], path: str
) -> None:
    answer = await user.send(HISTORY, {"filter": wanted})
    assert (answer.code, answer.error["extensions"]["argument"]) == ("BAD_USER_INPUT", path)


CONVERSATION = """
query ($id: ID!, $first: Int!, $after: Cursor) {
  conversation(id: $id) {
    id startedAt
    answers(first: $first, after: $after) {
      nodes { question } pageInfo { endCursor hasNextPage }
    }
  }
}
"""


async def test_answers_of_a_conversation_come_in_order(user: Any, admin: Any) -> None:
    questions = ["First of all?", "And second?", "And third?"]
    begun = (await ask(user, questions[0]))["conversationId"]
    for question in questions[1:]:
        assert (await ask(user, question, begun))["conversationId"] == begun
    other = (await ask(user, ESCROW))["conversationId"]
    variables = {"id": begun, "first": 2}
    found = (await user.send(CONVERSATION, variables)).data["conversation"]
    assert [each["question"] for each in found["answers"]["nodes"]] == questions[:2]
    variables["after"] = found["answers"]["pageInfo"]["endCursor"]
    rest = (await user.send(CONVERSATION, variables)).data["conversation"]
    assert [each["question"] for each in rest["answers"]["nodes"]] == questions[2:]
    every = "{ conversations { nodes { id answers(first: 1) { nodes { question } } } } }"
    nodes = (await user.send(every)).data["conversations"]["nodes"]
    assert [node["id"] for node in nodes] == [other, begun]
    assert [node["answers"]["nodes"][0]["question"] for node in nodes] == [ESCROW, questions[0]]
    by_node = "query ($id: ID!) { node(id: $id) { id ... on Conversation { startedAt } } }"
    assert (await user.send(by_node, {"id": begun})).data["node"]["id"] == begun
    # nobody else's
    assert (await admin.send(CONVERSATION, {"id": begun, "first": 2})).data["conversation"] is None
    assert (await admin.send(every)).data["conversations"]["nodes"] == []
    assert (await admin.send(by_node, {"id": begun})).data["node"] is None
    refused = await admin.send(ASK, {"input": {"question": ESCROW, "conversationId": begun}})
    assert refused.code == "NOT_FOUND"
    wrong = await user.send(ASK, {"input": {"question": ESCROW, "conversationId": "x"}})
    assert wrong.error["extensions"]["argument"] == "input.conversationId"


async def test_a_key_brings_the_answer_of_its_own_conversation(user: Any) -> None:
    begun, other = (await ask(user, ESCROW)), (await ask(user, POINTS))
    given = {"question": "And then?", "conversationId": begun["conversationId"]}
    first = (await user.send(ASK, {"input": given, "key": "k"})).data["advice"]
    assert (await user.send(ASK, {"input": given, "key": "k"})).data["advice"]["id"] == first["id"]
    given["conversationId"] = other["conversationId"]
    assert (await user.send(ASK, {"input": given, "key": "k"})).code == "CONFLICT"
    new = {"input": {"question": ESCROW}, "key": "new"}
    once = (await user.send(ASK, new)).data["advice"]
    assert (await user.send(ASK, new)).data["advice"] == once


RATE = """
mutation ($id: ID!, $rating: Rating!, $comment: String! = "") {
  rateAdvice(id: $id, rating: $rating, comment: $comment) {
    ... on RateAdviceSuccess { rating { rating comment ratedAt } }
    ... on Failure { code }
  }
}
"""


async def test_an_answer_is_rated_by_its_asker_alone_and_again(user: Any, admin: Any) -> None:
    advice = await ask(user, ESCROW)
    assert advice["rating"] is None
    variables = {"id": advice["id"], "rating": "HELPFUL", "comment": " thanks "}
    said = (await user.send(RATE, variables)).data["rateAdvice"]["rating"]
    assert (said["rating"], said["comment"]) == ("HELPFUL", "thanks")
    again = {"id": advice["id"], "rating": "NOT_HELPFUL"}
    await user.send(RATE, again)
    node = "query ($id: ID!) { node(id: $id) { ... on Advice { rating { rating comment } } } }"
    found = (await user.send(node, {"id": advice["id"]})).data["node"]
    assert found == {"rating": {"rating": "NOT_HELPFUL", "comment": ""}}
    assert await listed(user, rating="NOT_HELPFUL") == [ESCROW]
    assert (await admin.send(RATE, variables)).data["rateAdvice"] == {"code": "NOT_FOUND"}
    long = await user.send(RATE, {**variables, "comment": "x" * 2_001})
    assert long.error["extensions"]["argument"] == "comment"


EXPORT = """
query ($first: Int!, $after: Cursor) {
  exportMyData(first: $first, after: $after) {
    nodes { id content salt proof { position commitment link intact } rating { rating comment } }
    pageInfo { endCursor hasNextPage }
  }
}
"""


async def export(client: Any) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    after, more = None, True
    while more:
        page = (await client.send(EXPORT, {"first": 2, "after": after})).data["exportMyData"]
        nodes += page["nodes"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return nodes


async def test_what_is_handed_out_can_be_checked_by_whoever_has_it(user: Any, admin: Any) -> None:
    given = [await ask(user, question) for question in (ESCROW, POINTS, "And then?")]
    await ask(admin, "Somebody else's?")
    await user.send(RATE, {"id": given[0]["id"], "rating": "HELPFUL", "comment": "good"})
    nodes = await export(user)
    assert [node["id"] for node in nodes] == [advice["id"] for advice in reversed(given)]
    assert nodes[-1]["rating"] == {"rating": "HELPFUL", "comment": "good"}
    assert [node["proof"]["position"] for node in nodes] == [3, 2, 1]
    for node, advice in zip(nodes, reversed(given), strict=True):
        sealed = bytes.fromhex(node["salt"]) + node["content"].encode()
        assert hashlib.sha256(sealed).hexdigest() == node["proof"]["commitment"]
        assert node["proof"] == advice["proof"]
        assert node["proof"]["intact"]
        record = json.loads(node["content"].splitlines()[1])["advice"]
        assert record["created_at"][:19] == advice["createdAt"][:19]


ERASE = """
mutation ($input: EraseMyAdviceInput!) {
  eraseMyAdvice(input: $input) { ... on EraseMyAdviceSuccess { erased } }
}
"""


async def erased(client: Any, **what: Any) -> int:
    count: int = (await client.send(ERASE, {"input": what})).data["eraseMyAdvice"]["erased"]
    return count


async def test_answers_are_erased_for_good_and_it_may_be_repeated(user: Any, admin: Any) -> None:
    first = await ask(user, ESCROW)
    second = await ask(user, POINTS, first["conversationId"])
    third = await ask(user, "And then?")
    fourth = await ask(user, "And now?")
    assert await erased(admin, adviceId=first["id"]) == 0
    assert await erased(admin, everything=True) == 0
    assert await erased(user, adviceId=third["id"]) == 1
    assert await erased(user, adviceId=third["id"]) == 0
    assert await erased(user, conversationId=first["conversationId"]) == 2
    assert await listed(user) == ["And now?"]
    gone = {"id": first["conversationId"], "first": 2}
    assert (await user.send(CONVERSATION, gone)).data["conversation"] is None
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert (await user.send(node, {"id": second["id"]})).data["node"] is None
    assert await erased(user, everything=True) == 1
    assert await export(user) == []
    assert (await user.send(node, {"id": fourth["id"]})).data["node"] is None
    # a new answer stands after the four and their erasures
    assert (await ask(user, ESCROW))["proof"]["position"] == 9


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"everything": False},
        {"everything": None},
        {"adviceId": "x"},
        {"adviceId": "x", "everything": True},
    ],
)
async def test_it_must_be_clear_what_to_erase(user: Any, what: dict[str, Any]) -> None:
    await ask(user, ESCROW)
    assert (await user.send(ERASE, {"input": what})).code == "BAD_USER_INPUT"
    assert await listed(user) == [ESCROW]


async def test_records_say_what_they_were_made_with(user: Any) -> None:
    advice = await ask(user, ESCROW)
    assert advice["encoderFingerprint"] == "words-64"
    assert advice["dataVersions"] == []
    assert advice["proof"]["intact"]


async def test_nobody_who_is_not_signed_in_sees_any_of_it(anyone: Any) -> None:
    for query in (
        "{ adviceHistory { nodes { id } } }",
        "{ conversations { nodes { id } } }",
        "{ exportMyData { nodes { id } } }",
        '{ replay(adviceId: "x") { outcome } }',
        "mutation { eraseMyAdvice(input: { everything: true }) { __typename } }",
    ):
        assert (await anyone.send(query)).code == "UNAUTHENTICATED"


async def test_two_users_of_one_role_do_not_see_each_other(sign_in: Any) -> None:
    ann, bob = await sign_in(Role.USER), await sign_in(Role.USER)
    advice = await ask(ann, ESCROW)
    assert await listed(bob) == []
    assert await export(bob) == []
    replay = "query ($id: ID!) { replay(adviceId: $id) { outcome } }"
    assert (await bob.send(replay, {"id": advice["id"]})).data["replay"] is None
    assert await erased(bob, adviceId=advice["id"]) == 0
    assert await listed(ann) == [ESCROW]


async def test_moments_are_compared_whatever_their_offset(user: Any) -> None:
    advice = await ask(user, ESCROW)
    moment = datetime.fromisoformat(advice["createdAt"])
    east = (moment + timedelta(hours=5, seconds=1)).replace(tzinfo=None).isoformat() + "+05:00"
    assert await listed(user, until=east) == [ESCROW]
    assert await listed(user, since=east) == []
