"""The worked examples in the shipped articles, recomputed: what readers quote, the engine must say.

They were calculated apart from this code, so they check it, and it checks them.
"""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import pytest

from domain.loans.amortization import LoanTerms, quote
from domain.loans.payoff_order import Debt, Order, avalanche, pay_off, snowball
from domain.loans.prepayment import Extras, prepay
from domain.loans.refinance import BreakEven, break_even, points_break_even

D = Decimal
LOAN = LoanTerms(D(250_000), D(6), 360)

PREPAYMENTS = [
    # extras, payments, months saved, interest saved, words of extra-payments-and-prepayment.md
    (Extras(monthly=D(200)), 267, 93, 86_232, "a saving of about $86,232"),
    (Extras(monthly=D(100)), 306, 54, 51_572, "about $51,572 of interest is avoided"),
    (Extras(one_off={12: D(10_000)}), 326, 34, 42_082, "about $42,082 of interest is saved"),
]


def _article(name: str) -> str:
    return files("domain.corpus").joinpath("library", f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize(("extras", "payments", "months", "saved", "words"), PREPAYMENTS)
def test_extra_payments(extras: Extras, payments: int, months: int, saved: int, words: str) -> None:
    assert words in _article("extra-payments-and-prepayment")
    result = prepay(LOAN, extras)
    assert (result.payments, result.months_saved) == (payments, months)
    assert result.interest_saved == pytest.approx(D(saved), abs=2)


def test_refinancing() -> None:
    article = _article("refinancing-and-break-even")
    old = LoanTerms(D(310_000), D("7.5"), 324)
    new = LoanTerms(D(310_000), D("6.25"), 360)
    result = break_even(old, new, cost=D(6200))
    assert "by month 20" in article
    assert (result.monthly_saving, result.simple_months) == (D("325.55"), 20)
    assert "the true lifetime saving is about $30,564" in article
    assert result.lifetime_saving == pytest.approx(D(30_564), abs=3)

    same_end = break_even(old, LoanTerms(D(310_000), D("6.25"), 324), cost=D(6200))
    assert "about $75,208 less than the old loan" in article
    assert same_end.lifetime_saving == pytest.approx(D(75_208), abs=3)


def test_discount_points() -> None:
    article = _article("discount-points-break-even")
    result: BreakEven = points_break_even(
        amount=D(300_000),
        term_months=360,
        rate_without=D("6.75"),
        rate_with=D("6.5"),
        points=D(1),
    )
    assert "so in month 61" in article
    assert (result.cost, result.monthly_saving, result.simple_months) == (3000, D("49.59"), 61)
    assert "after 48 months" in article
    assert result.true_months == 48


@pytest.mark.parametrize(
    ("order", "months", "interest", "words"),
    [
        (avalanche, 29, 3_248, "29 months for about $3,248 of interest"),
        (snowball, 30, 4_175, "30 months and about $4,175"),
    ],
)
def test_payoff_order(order: Order, months: int, interest: int, words: str) -> None:
    assert words in _article("debt-payoff-order")
    debts = [
        Debt("card", D(8000), D(24), D(200)),
        Debt("store", D(1500), D(12), D(50)),
        Debt("car", D(7000), D(7), D(250)),
    ]
    plan = pay_off(debts, budget=D(700), order=order)
    assert plan.months == months
    assert plan.total_interest == pytest.approx(D(interest), abs=1)


def test_the_regular_payment_and_interest_of_the_loan_prepaid() -> None:
    result = quote(LOAN)
    assert result.payment == D("1498.88")
    assert result.total_interest == pytest.approx(D(289_593), abs=3)
