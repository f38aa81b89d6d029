"""Watching an answer being made."""

from __future__ import annotations

from typing import Any

import pytest

STREAM = """
subscription ($input: AdviceInput!, $key: String) {
  adviceStream(input: $input, idempotencyKey: $key) {
    __typename
    ... on StageStarted { stage }
    ... on StageFinished { time { stage milliseconds } }
    ... on FigureComputed { figure { key value } }
    ... on SentenceWritten { text }
    ... on Answered { advice { id answer figures { key value } } }
  }
}
"""
LOAN = {"amount": "200000", "annualRate": "6.5", "termMonths": 360}
INPUT = {"question": "What would this loan cost me?", "loan": LOAN}
HISTORY = "{ adviceHistory { edges { node { id question } } } }"


@pytest.fixture
async def socket(open_socket: Any, user: Any) -> Any:
    opened = await open_socket()
    await opened.start(user.token)
    return opened


async def next_event(socket: Any) -> dict[str, Any]:
    message = await socket.receive()
    assert message["type"] == "next", message
    event: dict[str, Any] = message["payload"]["data"]["adviceStream"]
    return event


async def events_of(socket: Any, variables: dict[str, Any]) -> list[dict[str, Any]]:
    await socket.subscribe(STREAM, variables)
    events = [await next_event(socket)]
    while events[-1]["__typename"] != "Answered":
        events.append(await next_event(socket))
    assert (await socket.receive())["type"] == "complete"
    return events


async def test_an_answer_is_told_of_as_it_is_made(socket: Any, user: Any) -> None:
    events = await events_of(socket, {"input": INPUT})
    kinds = [event["__typename"] for event in events]
    stages = [event["stage"] for event in events if event["__typename"] == "StageStarted"]
    assert stages == ["retrieve", "compute", "write"]
    finished = [each["time"] for each in events if each["__typename"] == "StageFinished"]
    assert [time["stage"] for time in finished] == stages
    assert all(time["milliseconds"] > 0 for time in finished)
    advice = events[-1]["advice"]
    written = "".join(each["text"] for each in events if each["__typename"] == "SentenceWritten")
    assert written.strip() == advice["answer"]
    computed = [each["figure"] for each in events if each["__typename"] == "FigureComputed"]
    assert computed == advice["figures"]
    assert kinds.index("FigureComputed") < kinds.index("SentenceWritten")
    history = (await user.send(HISTORY)).data["adviceHistory"]["edges"]
    assert history[0]["node"] == {"id": advice["id"], "question": INPUT["question"]}


async def test_the_same_key_brings_the_same_answer_at_once(socket: Any) -> None:
    first = await events_of(socket, {"input": INPUT, "key": "one"})
    again = await events_of(socket, {"input": INPUT, "key": "one"})
    assert [each["__typename"] for each in again] == ["Answered"]
    assert again[0]["advice"]["id"] == first[-1]["advice"]["id"]


async def test_a_stream_that_is_ended_leaves_no_record(socket: Any, user: Any) -> None:
    question = {"question": "Is this one recorded, too?", "loan": LOAN}
    identifier = await socket.subscribe(STREAM, {"input": question})
    assert (await next_event(socket))["__typename"] == "StageStarted"
    await socket.send({"type": "complete", "id": identifier})
    last = await events_of(socket, {"input": INPUT})  # by now the other would be there
    history = (await user.send(HISTORY)).data["adviceHistory"]["edges"]
    assert history[0]["node"]["id"] == last[-1]["advice"]["id"]
    assert question["question"] not in {edge["node"]["question"] for edge in history}


async def test_a_question_that_cannot_be_one_is_refused(socket: Any) -> None:
    await socket.subscribe(STREAM, {"input": {"question": " "}})
    message = await socket.receive()
    assert message["type"] == "error"
    assert message["payload"][0]["extensions"]["code"] == "BAD_USER_INPUT"
