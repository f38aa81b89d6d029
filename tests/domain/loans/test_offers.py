"""Comparing offers, and what must be disclosed of each."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.adjustable import AdjustableTerms, Caps
from domain.loans.amortization import LoanTerms, schedule
from domain.loans.comparison import Offer, compare
from domain.loans.disclosure import ClosingCosts, disclose
from domain.money import from_cents

D = Decimal

# --- offers -----------------------------------------------------------------------------

FIXED = Offer("fixed", LoanTerms(D(300_000), D("6.5"), 360))
POINTS = Offer("points", LoanTerms(D(300_000), D("6.25"), 360), ClosingCosts(D(3000), D(3000)))
ADJUSTABLE = Offer(
    "5/1",
    AdjustableTerms(D(300_000), D("5.5"), 360, 60, 12, D("2.5"), Caps(D(2), D(2), D(5))),
    index=D(4),
)


def test_offers_side_by_side() -> None:
    table = compare([FIXED, POINTS, ADJUSTABLE], horizon_months=36)
    fixed, points, adjustable = table.rows
    assert fixed.apr == D("6.500")
    assert points.apr > D("6.25")
    assert adjustable.highest_payment > adjustable.payment
    assert (table.cheapest, table.lowest_payment) == (2, 2)
    for row in table.rows:
        assert row.paid == row.interest + row.principal + row.insurance
        assert row.balance == 300_000 - row.principal
        assert row.cost == row.interest + row.insurance + row.closing_costs
    assert compare([FIXED, POINTS], horizon_months=12).cheapest == 0
    assert compare([FIXED, POINTS], horizon_months=360).cheapest == 1
    assert compare([FIXED, POINTS], horizon_months=12).lowest_apr == 1


def test_a_horizon_beyond_the_loan_ends_with_it() -> None:
    row = compare([Offer("car", LoanTerms(D(20_000), D(7), 60))], horizon_months=120).rows[0]
    assert (row.balance, row.principal) == (0, 20_000)


@pytest.mark.parametrize(
    ("count", "months", "field"),
    [(0, 12, "offers"), (11, 12, "offers"), (1, 0, "horizonMonths"), (1, 601, "horizonMonths")],
)
def test_tables_out_of_bounds_are_refused(count: int, months: int, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        compare([FIXED] * count, horizon_months=months)
    assert caught.value.field == field


# --- disclosure -------------------------------------------------------------------------


@settings(max_examples=25)
@given(
    st.integers(0, 5_000_00).map(from_cents),
    st.integers(0, 1_000_00).map(from_cents),
    st.integers(0, 200_00).map(from_cents),
)
def test_disclosed_sums(charges: Decimal, interest: Decimal, premium: Decimal) -> None:
    rows = schedule(LoanTerms(D(200_000), D(6), 180))
    assume(charges + interest < 200_000)
    result = disclose(rows, costs=ClosingCosts(charges, charges, interest), premiums=[premium] * 24)
    assert result.amount_financed == 200_000 - charges - interest
    of_the_loan = result.amount_financed + result.finance_charge
    assert result.total_of_payments == of_the_loan + charges + interest
    assert result.five_year_principal == sum(row.principal for row in rows[:60])
    assert result.apr.rate >= D("5.999")


def test_a_short_loan_discloses_its_whole_term_for_five_years() -> None:
    rows = schedule(LoanTerms(D(1000), D(6), 12))
    result = disclose(rows, costs=ClosingCosts())
    assert result.five_year_total == result.total_of_payments
    assert result.five_year_principal == 1000


@pytest.mark.parametrize(
    ("costs", "field"),
    [
        ((D(-1), D(0), D(0)), "loanCosts"),
        ((D(1), D(2), D(0)), "financeCharges"),
        ((D(1), D(0), D(-1)), "prepaidInterest"),
    ],
)
def test_unusable_costs_name_their_field(
    costs: tuple[Decimal, Decimal, Decimal], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        ClosingCosts(*costs)
    assert caught.value.field == field


def test_charges_beyond_the_loan_are_refused() -> None:
    with pytest.raises(InvalidInput):
        disclose(schedule(LoanTerms(D(100), D(6), 12)), costs=ClosingCosts(D(100), D(100)))
