"""What makes two answers the same answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from domain.advice.cache import Versions, cache_key
from domain.advice.reading.inquiry import inquire
from domain.advice.request import AdviceRequest, LoanFacts

VERSIONS = Versions(index=3, encoder="e", writer="w", removals=7, product="1")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def key(question: str, loan: LoanFacts | None = None, *, at: datetime = NOON) -> str:
    request = AdviceRequest(question, loan)
    return cache_key(inquire(request, conversation_id=uuid4(), asked_at=at), VERSIONS)


def test_white_space_case_and_who_asks_do_not_count() -> None:
    assert key("Should I pay points?") == key("  should I\npay POINTS?")
    assert key("Should I pay points?") == key("As a Muslim, should I pay points?")


def test_every_figure_and_the_day_count() -> None:
    loan = LoanFacts(Decimal(200000), Decimal("6.5"), 360)
    assert key("Its cost?", loan) != key("Its cost?")
    assert key("Its cost?", loan) != key("Its cost?", replace(loan, fees=Decimal(1)))
    assert key("Its cost?", loan) == key("Its cost?", replace(loan), at=NOON.replace(hour=20))
    assert key("Its cost?", loan) != key("Its cost?", loan, at=NOON.replace(day=24))


def test_every_version_counts() -> None:
    inquiry = inquire(AdviceRequest("Its cost?"), conversation_id=uuid4(), asked_at=NOON)
    versions = [
        VERSIONS,
        replace(VERSIONS, index=None),
        replace(VERSIONS, encoder="f"),
        replace(VERSIONS, writer="v"),
        replace(VERSIONS, removals=8),
        replace(VERSIONS, product="2"),
    ]
    assert len({cache_key(inquiry, each) for each in versions}) == len(versions)
