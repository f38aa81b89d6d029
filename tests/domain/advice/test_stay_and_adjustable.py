"""How long a loan is kept decides whether its cost is worth it; an adjustable rate is not held for good."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.advice.advice import Advice
from domain.advice.answering import Adviser, answer
from domain.advice.events import Answered
from domain.advice.reading.inquiry import inquire
from domain.advice.reading.stated import stated
from domain.advice.reading.weighed import weigh
from domain.advice.request import AdviceRequest

NOW = datetime(2026, 11, 24, tzinfo=UTC)
REFINANCE = "Should I refinance 250k from 7% to 6% over 30 years for $6000 if I {}?"


def stay(question: str) -> int | None:
    return weigh(question, stated(question)).stay


async def advice_on(question: str, adviser: Adviser) -> Advice:
    inquiry = inquire(AdviceRequest(question), conversation_id=UUID(int=1), asked_at=NOW)
    last = [event async for event in answer(inquiry, UUID(int=2), adviser)][-1]
    assert isinstance(last, Answered)
    assert last.advice.grounding.passed, last.advice.grounding.failures
    return last.advice


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("move in 5 years", 60),
        ("sell the house in 18 months", 18),
        ("stay 6 years", 72),
        ("keep the loan for 4 years", 48),
        ("plan to live here for 3 years", 36),
    ],
)
def test_a_stay_is_read_where_it_can_decide(words: str, months: int) -> None:
    assert stay(REFINANCE.format(words)) == months


def test_a_stay_without_a_cost_decides_nothing_and_is_said_not_to_count() -> None:
    question = "Should I refinance 250k from 7% to 6% over 30 years if I stay 6 years?"
    inquiry = inquire(AdviceRequest(question), conversation_id=UUID(int=1), asked_at=NOW)
    assert stay(question) is None
    assert any("6 years" in each for each in inquiry.known.unread)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("move in 2 years", "for only 2 years, it is not worth it"),
        ("stay 6 years", "for 6 years, it is worth it"),
    ],
)
async def test_whoever_leaves_before_the_cost_is_earned_back_is_told_so(
    words: str, verdict: str, adviser: Adviser
) -> None:
    advice = await advice_on(REFINANCE.format(words), adviser)
    assert verdict in advice.answer
    assert not advice.unread


async def test_an_adjustable_rate_is_not_called_cheaper_to_the_end(adviser: Adviser) -> None:
    advice = await advice_on("5/1 ARM at 5.5% or a 30 year fixed at 6.5%, 320k?", adviser)
    assert "cannot be said" in advice.answer
    assert "$1,816.92" in advice.answer
    assert not [each for each in advice.figures if "nterest" in each.key]
