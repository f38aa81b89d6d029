"""What clients see of an answer whose model fails: in the query, in the stream, in the history."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette

from domain.breaker import BreakerState
from graph.app import running
from graph.context import Services
from graph.modelling import open_model_writer
from graph.settings import GraphSettings
from jobs.settings import JobSettings
from persistence.bootstrap import Resources
from tests.domain.advice.model.scripted import Hang, Refuse, Say, ScriptedServer, scripted_server

ADVICE = """
query ($input: AdviceInput!) {
  advice(input: $input) {
    answer writer degraded cached figures { key }
    grounding { passed leftOut sentences { sentence } }
  }
}
"""
STREAM = """
subscription ($input: AdviceInput!) {
  adviceStream(input: $input) {
    __typename
    ... on SentenceWritten { text }
    ... on AnswerRestarted { reason }
    ... on Answered { advice { answer degraded } }
  }
}
"""
INPUT = {
    "question": "What would this loan cost me?",
    "loan": {"amount": "200000", "annualRate": "6.5", "termMonths": 360},
}
WRONG = "The rate is 3.99 %."


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as scripted:
        yield scripted


@pytest.fixture
async def services(
    app: Starlette, resources: Resources, clock: Any, encoder: Any, server: ScriptedServer
) -> AsyncIterator[Services]:
    """The services of an API whose model is the scripted one."""
    settings = GraphSettings(llm_model="openai:scripted", llm_url=server.url, llm_seconds=5.0)
    async with running(
        app,
        settings=settings,
        jobs=JobSettings(),
        resources=resources,
        encoder=encoder,
        clock=clock,
    ) as services:
        yield services


async def test_a_model_writes_and_what_it_got_wrong_is_shown_to_nobody(
    user: Any, server: ScriptedServer
) -> None:
    server.turns = [Say(f"It costs $1,264.14 a month. {WRONG}"), Say("Compare several lenders.")]
    advice = (await user.send(ADVICE, {"input": INPUT})).data["advice"]
    assert advice["writer"] == "model/1 scripted"
    assert advice["degraded"] is None
    assert advice["answer"].startswith("It costs $1,264.14 a month. Compare several lenders.")
    assert advice["grounding"]["leftOut"] == ["UNGROUNDED_NUMBER"]
    assert "3.99" not in str(advice)


async def test_a_degraded_answer_says_so_and_is_not_kept_for_others(
    user: Any, server: ScriptedServer
) -> None:
    server.turns = [Refuse(500)]
    advice = (await user.send(ADVICE, {"input": INPUT})).data["advice"]
    assert advice["degraded"] == "UNREACHABLE"
    assert advice["writer"].startswith("deterministic/")
    assert "$1,264.14" in advice["answer"]
    server.turns = [Say("It costs $1,264.14 a month.")]
    again = (await user.send(ADVICE, {"input": INPUT})).data["advice"]
    assert (again["degraded"], again["cached"]) == (None, False)
    third = (await user.send(ADVICE, {"input": INPUT})).data["advice"]
    assert third["cached"]


async def test_a_stream_tells_clients_to_forget_what_came(
    user: Any, open_socket: Any, server: ScriptedServer
) -> None:
    server.turns = [Say(f"It costs $1,264.14 a month. {WRONG}"), Say(WRONG)]
    socket = await open_socket()
    await socket.start(user.token)
    await socket.subscribe(STREAM, {"input": INPUT})
    events: list[dict[str, Any]] = []
    while not events or events[-1]["__typename"] != "Answered":
        events.append((await socket.receive())["payload"]["data"]["adviceStream"])
    place = next(n for n, each in enumerate(events) if each["__typename"] == "AnswerRestarted")
    assert events[place]["reason"] == "NOT_GROUNDED"
    assert any(each["__typename"] == "SentenceWritten" for each in events[:place])
    after = "".join(each["text"] for each in events[place:] if "text" in each)
    assert after.strip() == events[-1]["advice"]["answer"]
    assert "3.99" not in str(events)


async def test_a_stream_that_is_ended_while_the_model_writes_ends_its_request(
    user: Any, open_socket: Any, server: ScriptedServer, services: Services, eventually: Any
) -> None:
    server.turns = [Hang("It costs $1,264.14 a month. Then ")]
    socket = await open_socket()
    await socket.start(user.token)
    identifier = await socket.subscribe(STREAM, {"input": INPUT})
    message = await socket.receive()
    while message["payload"]["data"]["adviceStream"]["__typename"] != "SentenceWritten":
        message = await socket.receive()
    await socket.send({"type": "complete", "id": identifier})

    async def gone() -> bool:
        return server.streaming == 0

    await eventually(gone)
    breaker, *_ = services.breakers
    assert breaker.status().state is BreakerState.CLOSED
    assert breaker.status().failures == 0


async def test_replaying_a_degraded_answer_gives_the_same_text(
    user: Any, server: ScriptedServer
) -> None:
    server.turns = [Refuse(503)]
    query = "query ($input: AdviceInput!) { advice(input: $input) { id } }"
    identifier = (await user.send(query, {"input": INPUT})).data["advice"]["id"]
    replay = "query ($id: ID!) { replay(adviceId: $id) { outcome } }"
    assert (await user.send(replay, {"id": identifier})).data["replay"]["outcome"] != "DIFFERS"


async def test_without_a_configured_model_there_is_none(resources: Resources) -> None:
    del resources
    async with open_model_writer(GraphSettings(), None) as model:  # type: ignore[arg-type]  # not used
        assert model is None
