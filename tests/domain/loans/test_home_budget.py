"""The home that an income bears, and one in mind."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.affordability import Borrower, HousingCosts, Limit
from domain.loans.home_budget import DebtLimits, Financing, home_budget, home_budgets
from domain.money import from_cents

D = Decimal
USUAL = DebtLimits(D(28), D(36))


def test_the_largest_home_and_the_one_in_mind() -> None:
    # $6,000 bear 28 %, $1,680 a month. A home of $300,000 with $60,000 down takes $240,000 at 6.5 %:
    # 240,000 x 0.065/12 / (1 - (1 + 0.065/12)^-360) = $1,516.96, and $250 of tax, $100 of insurance.
    costs = HousingCosts(property_tax=D(1), insurance_yearly=D(1_200))
    financing = Financing(D("6.5"), 360, down_payment=D(60_000), costs=costs)
    found = home_budgets(Borrower(D(6_000), D(400)), financing, USUAL, price=D(300_000))
    assert found.largest.limit is Limit.FRONT
    assert found.most.amount == found.largest.amount
    assert found.most.housing_payment == found.largest.housing_payment <= 1680
    assert (found.most.front_ratio, found.most.fits) == (28, True)
    home = found.in_mind
    assert home is not None
    assert (home.amount, home.payment) == (240_000, D("1516.96"))
    assert (home.costs.property_tax, home.costs.insurance) == (250_00, 100_00)
    assert home.housing_payment == D("1866.96")
    assert (home.front_ratio, home.back_ratio) == (D("31.12"), D("37.78"))
    assert (home.loan_to_value, home.combined_loan_to_value) == (80, 80)
    assert not home.fits


def test_another_lien_counts_into_the_combined_ratio_alone() -> None:
    financing = Financing(D(6), 360, down_payment=D(20_000), other_liens=D(10_000))
    home = home_budget(Borrower(D(6_000)), financing, USUAL, price=D(100_000))
    assert (home.loan_to_value, home.combined_loan_to_value) == (80, 90)


def test_a_home_that_is_paid_for_needs_no_loan() -> None:
    financing = Financing(D(6), 360, down_payment=D(200_000))
    home = home_budget(Borrower(D(6_000)), financing, USUAL, price=D(100_000))
    assert (home.amount, home.payment, home.loan_to_value, home.fits) == (0, 0, 0, True)


def test_debts_beyond_the_limits_leave_no_home() -> None:
    found = home_budgets(Borrower(D(1_000), D(900)), Financing(D(6), 360), USUAL)
    assert (found.most.amount, found.most.price, found.most.fits) == (0, 0, False)
    assert (found.most.loan_to_value, found.most.combined_loan_to_value) == (None, None)
    assert found.in_mind is None


@settings(max_examples=25)
@given(
    income=st.integers(1_000_00, 20_000_00).map(from_cents),
    debts=st.integers(0, 2_000_00).map(from_cents),
    price=st.integers(1_00, 900_000_00).map(from_cents),
)
def test_a_home_cheaper_than_the_largest_fits_and_a_dearer_one_does_not(
    income: Decimal, debts: Decimal, price: Decimal
) -> None:
    # Without insurance, which only sets in above 80 %, the housing payment rises with the price.
    found = home_budgets(
        Borrower(income, debts),
        Financing(D(6), 360, costs=HousingCosts(property_tax=D(1))),
        USUAL,
        price=price,
    )
    assert found.in_mind is not None
    if found.most.fits:
        assert found.in_mind.fits == (price <= found.most.price)
    else:
        assert not found.in_mind.fits


@pytest.mark.parametrize(
    ("financing", "limits", "price", "field"),
    [
        (Financing(D(6), 360), USUAL, D(0), "price"),
        (Financing(D(6), 360, down_payment=D(-1)), USUAL, D(1), "downPayment"),
        (Financing(D(6), 360, other_liens=D(-1)), USUAL, D(1), "otherLiens"),
        (Financing(D(6), 0), USUAL, D(1), "termMonths"),
        (Financing(D(6), 360), DebtLimits(D(-1), D(36)), D(1), "frontLimit"),
        (Financing(D(6), 360), DebtLimits(D(28), D(101)), D(1), "backLimit"),
    ],
)
def test_unusable_homes_name_their_field(
    financing: Financing, limits: DebtLimits, price: Decimal, field: str
) -> None:
    borrower = Borrower(D(1_000))
    for compute in (
        lambda: home_budget(borrower, financing, limits, price=price),
        lambda: home_budgets(borrower, financing, limits, price=price),
    ):
        with pytest.raises(InvalidInput) as caught:
            compute()
        assert caught.value.field == field
