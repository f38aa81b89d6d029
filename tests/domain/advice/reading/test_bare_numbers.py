"""Numbers that people write without a sign, a unit or a word beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.advice.reading.known import known
from domain.advice.reading.stated import stated
from domain.advice.reading.weighed import weighed
from domain.advice.request import AdviceRequest


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("250000 6.5 30", {"amount": 250000, "annual_rate": "6.5", "term_months": 360}),
        ("25k, 7.9%, 60", {"amount": 25000, "annual_rate": "7.9", "term_months": 60}),
        ("$320,000 / 6.125 / 30yr", {"amount": 320000, "annual_rate": "6.125", "term_months": 360}),
        ("200k at 7 for 15", {"amount": 200000, "annual_rate": 7, "term_months": 180}),
        ("$20k @ 8% x 60", {"amount": 20000, "annual_rate": 8, "term_months": 60}),
        ("10k over 36 months at 11.9", {"amount": 10000, "annual_rate": "11.9", "term_months": 36}),
        ("22k at 7.9% 48 mos", {"amount": 22000, "annual_rate": "7.9", "term_months": 48}),
        (
            "280k mortgage at 6.25 30 yr",
            {"amount": 280000, "annual_rate": "6.25", "term_months": 360},
        ),
        (
            "is 7.9 good for a 72 month car loan of 31k",
            {"annual_rate": "7.9", "term_months": 72, "amount": 31000},
        ),
        (
            "5 1/2 percent on 180k for 20 years",
            {"annual_rate": "5.5", "amount": 180000, "term_months": 240},
        ),
        ("pmi is 0.6% on 380k", {"other_percent": "0.6"}),
        ("how long to save 20% of $250,000", {}),
        (
            "payday loan $500 fee $75 two weeks apr",
            {"amount": 500, "fees": 75, "days": 14},
        ),
        ("800 at 24%", {"amount": 800, "annual_rate": 24}),
        ("score 700 at 6%", {"credit_score": 700, "annual_rate": 6}),
        ("400 car payment and 400 student loan payment", {"monthly_debts": 800}),
        ("taxes 450 a month, insurance 1200 a year", {"other_costs": 550}),
    ],
)
def test_a_number_is_told_by_its_place_and_size(question: str, facts: dict[str, Any]) -> None:
    assert stated(question).facts == {name: Decimal(value) for name, value in facts.items()}


@pytest.mark.parametrize(
    ("question", "offers"),
    [
        (
            "15 or 30 year, 300k? rates are 5.9 and 6.6",
            ["5.9 % over 15 years", "6.6 % over 30 years"],
        ),
        (
            "15 yr at 5.75 or 30 yr at 6.5 on 320,000",
            ["5.75 % over 15 years", "6.5 % over 30 years"],
        ),
        ("15 vs a 30 year mortgage on $350,000 at 6.5%", ["over 15 years", "over 30 years"]),
        ("diff between 5yr and 7yr loan on 35k at 7.9", ["over 5 years", "over 7 years"]),
        ("buy down from 6.75 to 6.25 costs 5,500 on 275k", ["6.75 %", "6.25 %"]),
    ],
)
def test_what_is_weighed_is_paired_in_its_order(question: str, offers: list[str]) -> None:
    assert [offer.said for offer in weighed(question).offers] == offers


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("my rent is 1500, can I buy a 250k house with 5% down", 237500),
        ("400k house 20 down 6.5% 30 years", 320000),
        ("house 425k, 10% down, 6.9%", 382500),
        ("a car for 25k with 5k down at 7% for 60 months", 20000),
    ],
)
def test_the_loan_is_what_price_and_down_payment_leave(question: str, amount: int) -> None:
    loan = known(AdviceRequest(question)).request.loan
    assert loan is not None
    assert loan.amount == amount


def test_a_follow_up_takes_a_single_number_and_the_price_that_was_said() -> None:
    first = known(AdviceRequest("a 300k house with 20% down at 6.5% for 30 years"))
    down = known(AdviceRequest("and with 10% down?"), first.request)
    assert down.read == ("down payment $30,000.00", "amount $270,000.00")
    term = known(AdviceRequest("or 15 years?"), down.request)
    assert term.read == ("term 15 years",)
    assert "amount $270,000.00" in term.carried
    idle = known(AdviceRequest("I've worked 2 years, is that fine?"), term.request)
    assert idle.read == ()
