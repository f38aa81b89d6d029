from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.adjustable import (
    AdjustablePath,
    AdjustableTerms,
    Caps,
    best_case,
    path_of_index,
    worst_case,
)
from domain.loans.amortization import LoanTerms, schedule
from domain.money import from_cents

D = Decimal
points = st.decimals(0, 5, places=2)
caps = st.builds(Caps, points, points, st.decimals(0, 8, places=2), st.decimals(0, 4, places=2))
terms = st.builds(
    AdjustableTerms,
    amount=st.integers(10_000_00, 1_000_000_00).map(from_cents),
    initial_rate=st.decimals(1, 9, places=3),
    term_months=st.sampled_from([60, 180, 360]),
    fixed_months=st.sampled_from([1, 12, 36, 60]),
    change_every=st.sampled_from([6, 12, 36]),
    margin=st.decimals(1, 4, places=2),
    caps=caps,
    interest_only_months=st.sampled_from([0, 0, 24]),
)
indices = st.lists(st.decimals(0, 15, places=2), min_size=1, max_size=10)


@settings(max_examples=40)
@given(terms, indices)
def test_no_path_leaves_the_caps(loan: AdjustableTerms, index: list[Decimal]) -> None:
    path = path_of_index(loan, index)
    assert path.schedule[-1].balance == 0
    assert sum(row.principal for row in path.schedule) == loan.amount
    assert sum(step.count for step in path.steps) == loan.term_months
    for earlier, later in pairwise(path.steps):
        reach = (
            loan.caps.first if later.first_payment == loan.fixed_months + 1 else loan.caps.periodic
        )
        if later.first_payment != loan.interest_only_months + 1:
            assert abs(later.annual_rate - earlier.annual_rate) <= reach
        assert loan.lowest <= later.annual_rate <= loan.ceiling


@settings(max_examples=30)
@given(terms, indices)
def test_the_worst_and_the_best_case_enclose_every_other(
    loan: AdjustableTerms, index: list[Decimal]
) -> None:
    worst, best = worst_case(loan), best_case(loan)
    path = path_of_index(loan, index)

    def interest(each: AdjustablePath) -> Decimal:
        return sum((row.interest for row in each.schedule), D(0))

    cents = D("0.01") * loan.term_months
    assert interest(best) - cents <= interest(path) <= interest(worst) + cents
    assert path.highest_payment.payment <= worst.highest_payment.payment + D("0.01")


@given(terms)
@settings(max_examples=20)
def test_an_index_that_keeps_the_rate_makes_a_fixed_loan(loan: AdjustableTerms) -> None:
    still = AdjustableTerms(
        loan.amount, loan.initial_rate, loan.term_months, 12, 12, D(0), Caps(D(2), D(2), D(5))
    )
    path = path_of_index(still, [loan.initial_rate])
    assert path.schedule == schedule(LoanTerms(loan.amount, loan.initial_rate, loan.term_months))
    assert len(path.steps) == 1


def test_a_floor_stops_the_fall() -> None:
    loan = AdjustableTerms(
        D(100_000), D(6), 360, 60, 12, D(2), Caps(D(5), D(2), D(5), floor=D("2.75"))
    )
    rates = [step.annual_rate for step in best_case(loan).steps]
    assert rates == [6, D("2.75")]


def test_the_first_cap_can_be_wider_than_the_later_ones() -> None:
    loan = AdjustableTerms(D(100_000), D(3), 360, 84, 6, D(2), Caps(D(5), D(1), D(6)))
    assert [(step.first_payment, step.annual_rate) for step in worst_case(loan).steps] == [
        (1, 3),
        (85, 8),
        (91, 9),
    ]


def test_a_fixed_period_as_long_as_the_term_never_changes() -> None:
    loan = AdjustableTerms(D(1000), D(3), 12, 24, 6, D(2), Caps(D(5), D(1), D(6)))
    assert len(path_of_index(loan, []).steps) == 1
    dated = worst_case(loan, start_date=date(2024, 1, 31))
    assert dated.schedule[0].due_date == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": D(0)}, "amount"),
        ({"initial_rate": D(-1)}, "initialRate"),
        ({"margin": D(101)}, "margin"),
        ({"term_months": 0}, "termMonths"),
        ({"fixed_months": 0}, "fixedMonths"),
        ({"change_every": 0}, "changeEvery"),
        ({"interest_only_months": 360}, "interestOnlyMonths"),
    ],
)
def test_terms_out_of_bounds_name_their_field(changed: dict[str, object], field: str) -> None:
    given = {
        "amount": D(1000),
        "initial_rate": D(5),
        "term_months": 360,
        "fixed_months": 60,
        "change_every": 12,
        "margin": D(2),
        "caps": Caps(D(2), D(2), D(5)),
    }
    with pytest.raises(InvalidInput) as caught:
        AdjustableTerms(**{**given, **changed})  # type: ignore[arg-type] # a table of bad ones
    assert caught.value.field == field


def test_an_index_is_needed_where_the_rate_changes() -> None:
    loan = AdjustableTerms(D(1000), D(5), 360, 60, 12, D(2), Caps(D(2), D(2), D(5)))
    with pytest.raises(InvalidInput) as caught:
        path_of_index(loan, [])
    assert caught.value.field == "index"
    with pytest.raises(InvalidInput) as caught:
        Caps(D(-1), D(2), D(5))
    assert caught.value.field == "caps"
