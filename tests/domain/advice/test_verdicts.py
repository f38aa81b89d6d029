"""Questions for a judgement get one, as far as the figures carry it, and what nobody can know is said so."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from domain.advice.advice import Advice
from domain.advice.answering import Adviser, answer
from domain.advice.events import Answered
from domain.advice.reading.inquiry import inquire
from domain.advice.reading.priced import priced
from domain.advice.request import AdviceRequest
from domain.advice.topics.standing import named_lender

NOW = datetime(2026, 11, 23, tzinfo=UTC)


async def advice_on(question: str, adviser: Adviser, earlier: Advice | None = None) -> Advice:
    request = AdviceRequest(question)
    inquiry = inquire(request, conversation_id=UUID(int=1), asked_at=NOW, earlier=earlier)
    inquiry = await priced(inquiry, adviser.sheets)
    last = [event async for event in answer(inquiry, UUID(int=2), adviser)][-1]
    assert isinstance(last, Answered)
    assert last.advice.grounding.passed, last.advice.grounding.failures
    return last.advice


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "Is a $25,000 car loan at 11% for 72 months a good deal with a 700 score?",
            "**This rate looks high**: 11 % is above",
        ),
        (
            "Is a $25,000 car loan at 5% for 72 months a good deal with a 700 score?",
            "**This rate looks good**: 5 % is below",
        ),
        ("is 9% a good rate for a used car?", "**It may be fair, depending on your credit**: 9 %"),
        (
            "Is $18,000 at 19.9% over 84 months a good deal?",
            "**I cannot call it good or bad from this alone**",
        ),
        ("can I afford this?", "**I cannot say yet whether you can afford it**"),
        ("Is this a good deal?", "**I cannot judge an offer without its figures**"),
        (
            "Can I afford a $350,000 mortgage at 6.5% for 30 years on $7,000 a month, $500 in debts?",
            "**By the usual guide this is too much**: the payment alone takes 31.6 %",
        ),
        (
            "I make 8k a month, owe 900 in debts, 300k at 6 for 30 years, can I afford it?",
            "**By the usual guide you can afford it**: with your other debts",
        ),
        (
            "I earn 6,000 and pay 1,900 for debts, what is my DTI?",
            "Your debt-to-income ratio (DTI) is **31.67 %**",  # 1900 / 6000
        ),
        ("What will mortgage rates be next year?", "**Nobody can say what rates will be**"),
        ("Is Acme Bank's loan good?", "**I cannot say whether this lender or its loan is good**"),
    ],
)
async def test_an_answer_begins_with_what_can_be_said(
    question: str, begins: str, adviser: Adviser
) -> None:
    advice = await advice_on(question, adviser)
    assert advice.in_scope
    assert advice.answer.startswith(begins)


@pytest.mark.parametrize(
    "question",
    ["How do I get rid of a cosigner?", "negative amortization", "is an ARM a bad idea"],
)
async def test_what_the_articles_cover_is_answered(question: str, adviser: Adviser) -> None:
    assert (await advice_on(question, adviser)).citations


async def test_a_follow_up_tells_the_difference_to_before(adviser: Adviser) -> None:
    first = await advice_on("A $300,000 mortgage at 6.5% over 30 years?", adviser)
    then = await advice_on("and over 15 years?", adviser, first)
    assert then.before == first.used.loan
    assert then.answer.startswith(
        "Over 15 years the payment is **$2,613.32 a month** instead of $1,896.20, $717.12 more;"
    )


@pytest.mark.parametrize(
    "question",
    [
        "25k in credit card debt at 24%, I pay 600 a month, when will it be paid off?",
        "refi from 7 to 6.125 with a 22 yr balance of 210k, closing costs 4k",
        "1500 cash back or 0.9% for 48 months on a 28k truck, my bank has 5.9%",
        "put a 5k bonus on my 20k car loan at 8 with 48 months left",
    ],
)
async def test_numbers_without_a_sign_may_be_said_with_one(question: str, adviser: Adviser) -> None:
    advice = await advice_on(question, adviser)
    assert advice.figures


async def test_figures_are_not_searched_for(adviser: Adviser) -> None:
    advice = await advice_on(
        "Should I make extra payments on my $300,000 mortgage at 6.5%?", adviser
    )
    assert not any(letter.isdigit() for letter in advice.searched)


async def test_the_rate_of_a_told_loan_is_not_said_to_be_a_sheets(adviser: Adviser) -> None:
    advice = await advice_on("What does a $25,000 car loan at 11% over 6 years cost?", adviser)
    assert "at 11 % over 6 years costs" in advice.answer
    assert advice.told.loan is not None
    assert advice.told.loan.annual_rate == Decimal(11)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Is Acme Bank's loan good?", "Acme Bank"),
        ("should i get a mortgage from first harbor credit union", "harbor credit union"),
        ("is rocket mortgage legit", "rocket mortgage"),
        ("Can my bank refuse me?", None),
        ("What is a personal loan?", None),
        ("Is an FHA loan good?", None),
        ("Which bank is best?", None),
    ],
)
def test_a_named_lender_is_told_from_a_kind_of_one(question: str, name: str | None) -> None:
    assert named_lender(question) == name
