"""A client that asks for advice over HTTP while things break, and keeps every answer."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from graph.client import SIGN_IN
from graph.types.node import uuid_of
from tests.faults.texts import QUESTIONS

ADVICE = """
query ($input: AdviceInput!, $key: String!) {
  advice(input: $input, idempotencyKey: $key) {
    id indexVersion cached citations { passage { id } }
  }
}
"""
PAUSE_SECONDS = 0.2
REPEAT_SECONDS = 0.25
PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Answer:
    """What one question brought: the index version it names, and the passages that it cites."""

    id: UUID
    version: int | None
    passages: frozenset[UUID]
    began: float
    seconds: float
    refusals: tuple[str, ...]
    """Why earlier tries failed; the same question was then sent again under the same key."""


@dataclass
class Asked:
    """All that was asked and answered; complete once the block of `asking` has been left."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def refusals(self) -> Counter[str]:
        """How often each refusal came."""
        return Counter(why for answer in self.answers for why in answer.refusals)

    @property
    def versions(self) -> set[int | None]:
        """The index versions that answers named."""
        return {answer.version for answer in self.answers}

    async def named(self, version: int | None) -> None:
        """Return once an answer names this version: the client was there when it was swapped in."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while version not in self.versions:  # noqa: ASYNC110  # a client only looks
                await asyncio.sleep(PAUSE_SECONDS)

    async def answered(self, count: int) -> None:
        """Return once there are so many answers."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.answers) < count:  # noqa: ASYNC110  # a client only looks
                await asyncio.sleep(PAUSE_SECONDS)

    @property
    def slowest(self) -> float:
        """The longest that a client waited for an answer, repeats included."""
        return max((answer.seconds for answer in self.answers), default=0.0)


class Refusal(Exception):
    """A request that brought no answer; its text is the error's code, or the class of what broke."""


@asynccontextmanager
async def asking(
    address: str, email: str, password: str, *, pause: float = PAUSE_SECONDS
) -> AsyncIterator[Asked]:
    """Ask one question after another for the length of the block, and see the last one through.

    A question that is refused is sent again under the same idempotency key until it is answered; one that
    is not within 90 seconds fails the test.
    """
    asked, stop = Asked(), asyncio.Event()
    async with httpx.AsyncClient(base_url=address, timeout=20) as http:
        signed_in = await send(http, SIGN_IN, {"email": email, "password": password})
        http.headers["authorization"] = f"Bearer {signed_in['signIn']['accessToken']}"
        client = asyncio.create_task(_ask_on(http, asked, stop, pause))
        try:
            yield asked
        finally:
            stop.set()
            await client


async def _ask_on(http: httpx.AsyncClient, asked: Asked, stop: asyncio.Event, pause: float) -> None:
    for number, question in enumerate(itertools.cycle(QUESTIONS.values())):
        # Every other one is new to the cache.
        loan = {"amount": str(100_000 + number), "annualRate": "6.5", "termMonths": 360}
        given = {"question": question} if number % 2 else {"question": question, "loan": loan}
        asked.answers.append(await _ask(http, given))
        try:
            async with asyncio.timeout(pause):
                await stop.wait()
            return
        except TimeoutError:
            pass


async def _ask(http: httpx.AsyncClient, given: dict[str, Any]) -> Answer:
    variables = {"input": given, "key": str(uuid4())}
    began, refusals = time.monotonic(), []
    while True:
        try:
            advice = (await send(http, ADVICE, variables))["advice"]
        except Refusal as refusal:
            refusals.append(str(refusal))
            assert time.monotonic() - began < PATIENCE_SECONDS, f"no answer: {Counter(refusals)}"
            await asyncio.sleep(REPEAT_SECONDS)
            continue
        return Answer(
            id=uuid_of("Advice", advice["id"]),
            version=advice["indexVersion"],
            passages=frozenset(
                uuid_of("Passage", each["passage"]["id"]) for each in advice["citations"]
            ),
            began=began,
            seconds=time.monotonic() - began,
            refusals=tuple(refusals),
        )


async def send(http: httpx.AsyncClient, query: str, variables: dict[str, Any]) -> Any:
    """Return the data of a response. Raises `Refusal` if there is none, or an error beside it."""
    try:
        response = await http.post("/graphql", json={"query": query, "variables": variables})
    except httpx.TransportError as error:
        raise Refusal(type(error).__name__) from error
    body = response.json()
    if "errors" in body:
        raise Refusal(str(body["errors"][0]["extensions"]["code"]))
    return body["data"]
