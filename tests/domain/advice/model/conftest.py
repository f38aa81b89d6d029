"""An adviser with a scripted model behind real HTTP, the shipped articles, and real records."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from domain.access import Permission, Principal, Role
from domain.advice.advice import Advice
from domain.advice.answering import Adviser
from domain.advice.ask import ask, watch_answer
from domain.advice.cache import AnswerCache, AnswerStore
from domain.advice.events import AdviceEvent, Answered, SentenceWritten
from domain.advice.recording.recorder import Recorder
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.ports import UnitOfWorkFactory
from graph.modelling import open_model_writer
from graph.settings import GraphSettings
from persistence.breaker import CircuitGuard
from tests.domain.advice.model.scripted import ScriptedServer, scripted_server

LOAN = AdviceRequest(
    "What would this loan cost me, and should I pay points?",
    LoanFacts(
        Decimal(300000),
        Decimal("6.5"),
        360,
        LoanPurpose.MORTGAGE,
        Decimal(375000),
    ),
    BorrowerFacts(Decimal(8500), Decimal(450)),
)


class HandClock:
    """A clock moved on by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def pass_by(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Desk:
    """Asks the adviser with the scripted model, each time without what was kept before."""

    adviser: Adviser
    breaker: CircuitGuard
    clock: HandClock
    principal: Principal
    shared: AnswerStore

    def afresh(self) -> Adviser:
        return replace(self.adviser, cache=AnswerCache(self.shared))

    async def ask(self, request: AdviceRequest = LOAN) -> Advice:
        return await ask(request, self.principal, self.afresh())

    async def watch(self, request: AdviceRequest = LOAN) -> list[AdviceEvent]:
        return [event async for event in watch_answer(request, self.principal, self.afresh())]


MakeDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as scripted:
        yield scripted


@pytest.fixture
async def make_desk(
    server: ScriptedServer, adviser: Adviser, unit_of_work: UnitOfWorkFactory
) -> AsyncIterator[MakeDesk]:
    """Make an adviser whose model has these settings in place of the usual ones."""
    async with AsyncExitStack() as stack:

        async def make(**settings: object) -> Desk:
            clock = HandClock()
            breaker = CircuitGuard("the language model", clock=clock)
            configured = GraphSettings(
                llm_model="openai:scripted",
                llm_url=server.url,
                **{f"llm_{name}": value for name, value in settings.items()},  # type: ignore[arg-type]
            )
            with_model = replace(
                adviser,
                model=await stack.enter_async_context(open_model_writer(configured, breaker)),
                unit_of_work=unit_of_work,
                recorder=Recorder(unit_of_work),
                clock=clock,
            )
            user = Principal(UUID(int=7), Role.USER, frozenset(Permission), "", clock.time)
            return Desk(with_model, breaker, clock, user, adviser.cache._shared)

        yield make


@pytest.fixture
async def desk(make_desk: MakeDesk) -> Desk:
    return await make_desk(seconds=10, first_seconds=5)


def answer_of(events: list[AdviceEvent]) -> Advice:
    last = events[-1]
    assert isinstance(last, Answered)
    return last.advice


def written(events: list[AdviceEvent]) -> str:
    """All that a client saw of the text, what it was told to forget included."""
    return "".join(event.text for event in events if isinstance(event, SentenceWritten))
