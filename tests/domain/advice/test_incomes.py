"""The income that a loan takes, and the loan that an income bears at the rates of the sheet in effect."""

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
from domain.rate_sheets.samples import samples

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CENT = Decimal("0.01")
SHEET = next(filed for product, filed in samples().items() if product.purpose == "MORTGAGE").sheet
SHEET_RATES = [row.rate for row in SHEET.rows if row.term_from <= 360 <= row.term_to]


async def advice_on(question: str, adviser: Adviser) -> Advice:
    inquiry = inquire(AdviceRequest(question), conversation_id=UUID(int=1), asked_at=NOW)
    inquiry = await priced(inquiry, adviser.sheets)
    last = [event async for event in answer(inquiry, UUID(int=2), adviser)][-1]
    assert isinstance(last, Answered)
    assert last.advice.grounding.passed, last.advice.grounding.failures
    return last.advice


def figures(advice: Advice) -> dict[str, Decimal]:
    return {figure.key: figure.value for figure in advice.figures}


def payment(amount: Decimal, rate: Decimal, months: int) -> Decimal:
    growth = rate / 1200
    return amount * growth / (1 - (1 + growth) ** -months)


@pytest.mark.parametrize(
    ("question", "amount", "rate", "months", "percent"),
    [
        ("What income do I need for a 450k home with 10 % down at 6.9 %?", 405_000, "6.9", 360, 31),
        ("what salary do I need for a 30000 car at 7% over 60 months?", 30_000, "7", 60, 43),
        (
            "How much do I have to earn for a 300k mortgage at 6% over 15 years?",
            300_000,
            "6",
            180,
            31,
        ),
    ],
)
async def test_the_income_that_a_loan_takes(
    question: str, amount: int, rate: str, months: int, percent: int, adviser: Adviser
) -> None:
    advice = await advice_on(question, adviser)
    due = payment(Decimal(amount), Decimal(rate), months)
    assert figures(advice)["neededIncome"] == pytest.approx(
        due * 100 / percent, abs=Decimal("0.05")
    )
    assert advice.answer.startswith("**You would need a gross income of about")


async def test_debts_raise_the_income_that_a_mortgage_takes(adviser: Adviser) -> None:
    question = (
        "What income do I need for a 300k mortgage at 6% for 30 years with $1,200 a month in debts?"
    )
    due = payment(Decimal(300_000), Decimal(6), 360)
    needed = figures(await advice_on(question, adviser))["neededIncome"]
    assert needed == pytest.approx((due + 1200) * 100 / 43, abs=Decimal("0.05"))


async def test_without_a_rate_the_income_is_told_at_those_of_the_sheet(adviser: Adviser) -> None:
    advice = await advice_on("how much income is needed for a 300k mortgage?", adviser)
    found = figures(advice)
    for key, rate in (("neededIncome", min(SHEET_RATES)), ("neededIncomeMost", max(SHEET_RATES))):
        due = payment(Decimal(300_000), rate, 360)
        assert found[key] == pytest.approx(due * 100 / 31, abs=Decimal("0.05"))
    assert "not market rates" in advice.answer


async def test_without_an_amount_the_income_is_not_made_up(adviser: Adviser) -> None:
    advice = await advice_on("how much income is needed for a mortgage at 6%?", adviser)
    assert "neededIncome" not in figures(advice)
    assert any("for the income that it takes" in each for each in advice.missing_information)


async def test_an_income_bears_loans_at_the_rates_of_the_sheet(adviser: Adviser) -> None:
    advice = await advice_on("how much house can I afford on 95k a year with 650 in debts", adviser)
    found, most = figures(advice), Decimal("7916.67") * 31 / 100
    for key, rate in (("largestLoan", min(SHEET_RATES)), ("largestLoanLeast", max(SHEET_RATES))):
        assert payment(found[key], rate, 360) <= most + CENT
        assert payment(found[key] + 10, rate, 360) > most
    assert "not market rates" in advice.answer
    assert SHEET.name in {each.name for each in advice.data_versions}


async def test_a_score_narrows_the_rates_and_a_down_payment_adds_to_the_price(
    adviser: Adviser,
) -> None:
    wide = figures(await advice_on("how much house on 95k a year with 650 in debts?", adviser))
    question = "how much house on 95k a year with 650 in debts and 20k down, 740 score?"
    advice = await advice_on(question, adviser)
    found = figures(advice)
    assert wide["largestLoanLeast"] < found["largestLoanLeast"] < found["largestLoan"]
    assert found["priceInReach"] == found["largestLoanLeast"] + 20_000
    assert found["priceInReachMost"] == found["largestLoan"] + 20_000
    assert not advice.unread


async def test_a_price_out_of_reach_is_told_by_what_must_be_paid_down(adviser: Adviser) -> None:
    advice = await advice_on("5200 a month, 900 debts, 280k house at 6.5%, can I do it?", adviser)
    found = figures(advice)
    assert advice.used.borrower is not None
    assert advice.used.borrower.gross_monthly_income == 5200
    assert found["neededDownPayment"] == 280_000 - found["largestLoan"]
    assert "you would have to pay down" in advice.answer


async def test_a_price_within_reach_is_called_so(adviser: Adviser) -> None:
    advice = await advice_on("9200 a month, 300 debts, 280k house at 6.5%, can I do it?", adviser)
    assert "a price of $280,000.00 is within reach" in advice.answer


async def test_a_little_is_quoted_beside_ones_own_figures_and_nobody_elses_example(
    adviser: Adviser,
) -> None:
    advice = await advice_on("Should I refinance 250k from 7% to 6% for $6000?", adviser)
    quoted = [line for line in advice.answer.splitlines() if line.startswith("- ") and "“" in line]
    assert 0 < len(quoted) <= 2
    assert not [line for line in quoted if ", an example" in line]
