"""Payments that lenders and handbooks print as examples of their loans."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.loans.adjustable import AdjustableTerms, Caps, path_of_index, worst_case
from domain.loans.amortization import LoanTerms, level_payment

D = Decimal

CAPITOL_FEDERAL = [
    # capfed.com, mortgage rates: $550,001, the fully indexed rate being 5.25 %.
    # months fixed, initial rate, payments as (how many, rate, dollars)
    (
        36,
        "3.125",
        [(36, "3.125", "2356.07"), (12, "5.125", "2939.08"), (312, "5.25", "2976.67")],
    ),
    (60, "3.375", [(60, "3.375", "2431.53"), (300, "5.25", "2949.91")]),
    (84, "3.5", [(84, "3.5", "2469.75"), (276, "5.25", "2922.30")]),
]


@pytest.mark.parametrize(("fixed", "rate", "steps"), CAPITOL_FEDERAL)
def test_adjustable_payments_of_capitol_federal(
    fixed: int, rate: str, steps: list[tuple[int, str, str]]
) -> None:
    terms = AdjustableTerms(D("550001"), D(rate), 360, fixed, 12, D("2.25"), Caps(D(2), D(2), D(6)))
    path = path_of_index(terms, [D(3)])
    assert [(step.count, step.annual_rate, step.payment) for step in path.steps] == [
        (count, D(percent), D(payment)) for count, percent, payment in steps
    ]


FIXED = [
    # source, amount, rate, months, payment
    ("capfed.com, mortgage rates", "550001", "4.125", 360, "2665.58"),
    ("capfed.com, mortgage rates", "550001", "3.625", 180, "3965.71"),
    ("mortgagenewsdaily.com, finance charge calculation", "400000", "6.25", 360, "2462.87"),
    ("raymondjamesbank.com, mortgage disclosures", "180000", "3", 360, "758.89"),
]


@pytest.mark.parametrize(("amount", "rate", "months", "payment"), [row[1:] for row in FIXED])
def test_fixed_payments(amount: str, rate: str, months: int, payment: str) -> None:
    assert level_payment(LoanTerms(D(amount), D(rate), months)) == D(payment)


def test_the_worst_case_of_raymond_james_bank() -> None:
    # A 5/1 loan of $180,000 at 3 %, caps of 2 points a year and 5 for life, "could rise from $758.89
    # to $1,222.88 in the eighth year"; a schedule in whole cents gives a cent less.
    path = worst_case(
        AdjustableTerms(D(180_000), D(3), 360, 60, 12, D("2.25"), Caps(D(2), D(2), D(5)))
    )
    worst = path.highest_payment
    assert (path.steps[0].payment, worst.year, worst.annual_rate) == (D("758.89"), 8, 8)
    assert worst.payment == pytest.approx(D("1222.88"), abs=D("0.01"))


def test_the_sample_loan_of_the_charm_booklet() -> None:
    # CFPB, Consumer Handbook on Adjustable-Rate Mortgages (2020), page 6: $216,000 at 3 %, caps of 2
    # points, from 2.25 % to 8 %: "adjusts every year starting in year 6, can go as high as 8 % in year 8".
    caps = Caps(D(2), D(2), D(5), floor=D("2.25"))
    terms = AdjustableTerms(D(216_000), D(3), 360, 60, 12, D("2.25"), caps)
    rates = [(step.year, step.annual_rate) for step in worst_case(terms).steps]
    assert rates == [(1, 3), (6, 5), (7, 7), (8, 8)]
    assert (terms.lowest, terms.ceiling) == (D("2.25"), 8)
