from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.terms import LoanTerms
from domain.risk.expected_loss import ASSUMPTIONS, expected_loss, loss_given_default
from domain.risk.household import Household
from domain.risk.stress import AS_PLANNED, STRESSES, stress_test

D = Decimal
LOAN = LoanTerms(D(162_000), D("3.875"), 360)
HOME = Household(D(6_000), D(4_700), D(400), D(1_800), D(9_000))


def test_the_sample_loan_of_the_loan_estimate_two_points_higher() -> None:
    # CFPB sample H-24(B): $162,000 at 3.875 % is $761.78; at 5.875 % it is $958.29 (annuity by hand:
    # 162,000 x 0.004895833 / (1 - 1.004895833^-360)).
    results = {each.stress.id: each for each in stress_test(LOAN, HOME, other_costs=D(300))}
    planned, dearer = results["as-planned"], results["rate-up-2"]
    assert (planned.payment, planned.housing_payment) == (D("761.78"), D("1061.78"))
    assert (planned.front_ratio, planned.back_ratio) == (D("17.70"), D("24.36"))
    assert (planned.left_over, planned.lasts) == (D("1438.22"), None)
    assert planned.months_of_reserves == D("8.4")
    assert dearer.payment == D("958.29")
    assert dearer.left_over == planned.left_over - (D("958.29") - D("761.78"))


def test_named_stresses_change_what_they_say() -> None:
    results = {each.stress.id: each for each in stress_test(LOAN, HOME, other_costs=D(300))}
    planned = results["as-planned"]
    assert results["income-down-20"].back_ratio == D("30.45")
    assert results["income-down-20"].left_over == planned.left_over - D(940)
    assert results["expenses-up-15"].housing_payment == planned.housing_payment + D(45)
    assert results["expenses-up-15"].left_over == planned.left_over - D(45) - D(270)
    assert results["reserves-halved"].months_of_reserves == D("4.2")
    lost = results["income-lost"]
    assert lost.left_over == D(1_880) - D(1_800) - D(400) - D("1061.78")
    assert lost.lasts == 6  # $9,000 / $1,381.78
    assert results["combined"].left_over == planned.left_over - D(940) - D(45) - D(270)
    assert [each.stress for each in stress_test(LOAN, HOME, other_costs=D(300))] == list(STRESSES)


def test_rates_stop_at_a_hundred_percent() -> None:
    steep = LoanTerms(D(1_000), D(99), 12)
    results = {each.stress.id: each for each in stress_test(steep, HOME, other_costs=D(0))}
    assert results["rate-up-2"].payment > results["as-planned"].payment


@given(
    income=st.integers(1, 2_000_000), more=st.integers(0, 2_000_000), reserves=st.integers(0, 10**7)
)
def test_more_income_leaves_more_under_every_stress(income: int, more: int, reserves: int) -> None:
    def results(cents: int) -> list[Decimal]:
        take_home = D(cents) / 100
        home = Household(D(10_000), take_home, D(100), D(500), D(reserves) / 100)
        return [each.left_over for each in stress_test(LOAN, home, other_costs=D(0))]

    assert all(a <= b for a, b in zip(results(income), results(income + more), strict=True))


def test_no_stress_is_better_than_the_plan() -> None:
    results = stress_test(LOAN, HOME, other_costs=D(300))
    assert results[0].stress is AS_PLANNED
    for each in results[1:]:
        assert each.left_over <= results[0].left_over
        assert each.back_ratio >= results[0].back_ratio
        assert each.months_of_reserves <= results[0].months_of_reserves


def test_the_smallest_income_can_still_be_lost() -> None:
    home = Household(D("0.01"), D(0), D(0), D(0), D(10**9))
    lost = next(
        each for each in stress_test(LOAN, home, other_costs=D(0)) if each.stress.income == -60
    )
    assert lost.front_ratio == 7_617_800
    assert lost.lasts == 360


def test_other_costs_must_be_an_amount() -> None:
    with pytest.raises(InvalidInput) as caught:
        stress_test(LOAN, HOME, other_costs=D(-1))
    assert caught.value.field == "otherCosts"


def test_expected_loss_is_a_product() -> None:
    result = expected_loss(pd=D(2), lgd=D(40), exposure=D(250_000))
    assert result.loss == D("2000.00")


@pytest.mark.parametrize(
    ("balance", "value", "lgd"),
    [
        # What a forced sale brings: 73 % x 90 % = 65.7 % of the value.
        (200_000, 200_000, "34.30"),
        (160_000, 200_000, "17.88"),
        (100_000, 200_000, "10"),  # the floor
        (200_000, 100_000, "67.15"),
    ],
)
def test_the_share_lost_follows_from_the_value(balance: int, value: int, lgd: str) -> None:
    assert loss_given_default(balance=D(balance), property_value=D(value)) == D(lgd)


@given(balance=st.integers(1, 10**7), value=st.integers(1, 10**7), more=st.integers(0, 10**6))
def test_a_dearer_home_never_loses_more(balance: int, value: int, more: int) -> None:
    low, high = (
        loss_given_default(balance=D(balance), property_value=D(each))
        for each in (value, value + more)
    )
    assert 10 <= high <= low <= 100


def test_assumptions_of_the_loss_are_shown() -> None:
    assert all(each.source for each in ASSUMPTIONS)


@pytest.mark.parametrize(
    ("field", "pd", "lgd", "exposure"),
    [("pd", "-1", "1", "1"), ("lgd", "1", "101", "1"), ("exposure", "1", "1", "-1")],
)
def test_unusable_inputs_name_their_field(field: str, pd: str, lgd: str, exposure: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        expected_loss(pd=D(pd), lgd=D(lgd), exposure=D(exposure))
    assert caught.value.field == field
