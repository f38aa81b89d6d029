"""What tests of more than one repository need."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.advice.advice import Advice, Citation, DataVersion, Figure, StageTime, Unit
from domain.advice.figures import compute
from domain.advice.grounding.report import report
from domain.advice.reading.known import Known
from domain.advice.recording.repository import NewRecord
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.identifiers import new_id
from domain.retrieval.passage import Passage, text_hash
from persistence.events import RedisEventFeed
from tests.persistence.feeding import relaying

MakeAdvice = Callable[..., Advice]
MakeRecord = Callable[..., NewRecord]


@pytest.fixture
def make_advice() -> MakeAdvice:
    """Make an answer with something in every field; its conversation is its own unless one is given."""

    def make(question: str = "Can I afford it? 🏠", **fields: Any) -> Advice:
        quoted = Passage(
            id=new_id(),
            document_id=new_id(),
            ordinal=3,
            reference="12 CFR 1026.22(a)(2)",
            title="Truth in Lending",
            heading_path=("Part 1026", "§ 22"),
            text="The annual percentage rate … is accurate if within ⅛ of 1 percentage point.",
            text_hash=text_hash("x"),
            source="eCFR",
            effective_date=date(2024, 1, 1),
        )
        loan = LoanFacts(
            amount=Decimal("250000.00"),
            annual_rate=Decimal("6.50"),
            term_months=360,
            purpose=LoanPurpose.MORTGAGE,
            start_date=date(2026, 2, 1),
        )
        request = AdviceRequest(question, loan, BorrowerFacts(Decimal("9000")))
        computed = compute(Known(request), on=date(2026, 1, 2))
        usual: dict[str, Any] = {
            "id": new_id(),
            "conversation_id": new_id(),
            "request": request,
            "used": request,
            "read": ("term 30 years",),
            "carried": (),
            "unread": ("3.5% in '3.5% caps'",),
            "searched": question,
            "assessment": computed.assessment,
            "rules": computed.rules,
            "answer": "**Yes** [1]",
            "in_scope": True,
            "figures": (Figure("payment", "Payment", Decimal("1580.170"), Unit.MONEY, "formula"),),
            "citations": (Citation(1, quoted, 0.1 + 0.2),),
            "missing_information": ("credit score",),
            "assumptions": (),
            "index_version": None,
            "encoder_fingerprint": "fp",
            "data_versions": (DataVersion("a rule", "2026-01-01"),),
            "writer": "deterministic",
            "grounding": report([]),
            "timings": (StageTime("search", 1.234567890123),),
            "created_at": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
        }
        return Advice(**{**usual, **fields})

    return make


@pytest.fixture
def make_record(make_advice: MakeAdvice) -> MakeRecord:
    """Make an answer that is to be recorded for a user, under a key or none."""

    def make(user_id: Any, key: str | None = None, **fields: Any) -> NewRecord:
        return NewRecord(make_advice(**fields), user_id, key)

    return make


@pytest.fixture
async def relay(sql_engine: AsyncEngine, redis: Redis) -> AsyncIterator[None]:
    async with relaying(sql_engine, redis):
        yield


@pytest.fixture
async def feed(sql_engine: AsyncEngine, redis: Redis) -> AsyncIterator[RedisEventFeed]:
    feed = RedisEventFeed(redis, sql_engine)
    yield feed
    await feed.close()
    assert not [t for t in asyncio.all_tasks() if "StreamReader" in repr(t)]
