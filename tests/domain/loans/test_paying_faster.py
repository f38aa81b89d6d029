"""Prepayment, payoff order, refinancing: the properties that hold whatever the figures."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.amortization import LoanTerms, quote
from domain.loans.payoff_order import Debt, avalanche, in_order, pay_off, snowball
from domain.loans.prepayment import Extras, pay_biweekly, prepay
from domain.loans.refinance import break_even, points_break_even, points_cost
from domain.money import from_cents

D = Decimal
loans = st.builds(
    LoanTerms,
    st.integers(10_000_00, 1_000_000_00).map(from_cents),
    st.decimals(0, 15, places=3),
    st.integers(12, 360),
)
extra = st.integers(0, 2_000_00).map(from_cents)


@settings(max_examples=40)
@given(loans, extra, extra, st.integers(1, 60))
def test_extra_payments_never_cost_time_or_interest(
    loan: LoanTerms, monthly: Decimal, yearly: Decimal, first: int
) -> None:
    result = prepay(loan, Extras(monthly=monthly, yearly=yearly, first_payment=first))
    assert result.months_saved >= 0
    assert result.interest_saved >= 0
    assert result.interest + result.interest_saved == quote(loan).total_interest
    assert sum(row.principal for row in result.schedule) == loan.amount
    assert all(row.extra == 0 for row in result.schedule[: first - 1])


@settings(max_examples=40)
@given(loans, extra, extra)
def test_more_extra_never_saves_less(loan: LoanTerms, monthly: Decimal, more: Decimal) -> None:
    some, plenty = (prepay(loan, Extras(monthly=each)) for each in (monthly, monthly + more))
    assert plenty.payments <= some.payments
    assert plenty.interest <= some.interest


@settings(max_examples=25)
@given(loans)
def test_biweekly_payments_save_time(loan: LoanTerms) -> None:
    result = pay_biweekly(loan)
    assert result.months_saved >= 0
    assert result.interest_saved >= 0
    assert result.schedule[-1].balance == 0


def test_biweekly_is_a_thirteenth_payment_a_year() -> None:
    loan = LoanTerms(D(200_000), D("6.5"), 360)
    result = pay_biweekly(loan)
    yearly = prepay(loan, Extras(monthly=from_cents(126414 // 12)))
    assert result.schedule[0].payment == D("632.07")
    assert result.months_saved == pytest.approx(yearly.months_saved, abs=4)


def test_an_extra_in_one_month_only_is_made_once() -> None:
    result = prepay(LoanTerms(D(1200), D(0), 12), Extras(one_off={3: D(300)}, yearly=D(1)))
    assert [row.extra for row in result.schedule[:4]] == [1, 0, 300, 0]


@pytest.mark.parametrize(
    ("extras", "field"),
    [
        ({"monthly": D(-1)}, "monthly"),
        ({"yearly": D("0.001")}, "yearly"),
        ({"one_off": {0: D(1)}}, "oneOff"),
        ({"one_off": {1: D(-1)}}, "oneOff"),
        ({"first_payment": 0}, "firstPayment"),
    ],
)
def test_unusable_extras_name_their_field(extras: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Extras(**extras)  # type: ignore[arg-type] # a table of bad ones
    assert caught.value.field == field


# --- several debts ----------------------------------------------------------------

debts = st.lists(
    st.tuples(st.integers(100_00, 20_000_00), st.decimals(0, 30, places=2), st.integers(1, 300_00)),
    min_size=1,
    max_size=4,
).map(
    lambda rows: [
        Debt(f"debt {place}", from_cents(balance), rate, from_cents(minimum))
        for place, (balance, rate, minimum) in enumerate(rows)
    ]
)


@settings(max_examples=40)
@given(debts, st.integers(400_00, 3_000_00).map(from_cents))
def test_every_order_repays_every_debt_and_the_avalanche_costs_least(
    owed: list[Debt], more: Decimal
) -> None:
    budget = sum((debt.minimum_payment for debt in owed), D(0)) + more
    interest = sum(debt.balance * debt.annual_rate for debt in owed) / 1200
    assume(budget > interest * D("1.05"))
    try:
        best = pay_off(owed, budget=budget, order=avalanche)
    except InvalidInput:
        assume(False)
    balances = sum((debt.balance for debt in owed), D(0))
    names = [debt.name for debt in owed]
    orders = [snowball, *(in_order(each) for each in permutations(names))]
    for order in orders:
        try:
            plan = pay_off(owed, budget=budget, order=order)
        except InvalidInput:  # this one does not end the debts within 50 years
            continue
        assert {debt.name for debt in plan.debts} == set(names)
        assert plan.total_paid == plan.total_interest + balances
        assert plan.months == max(debt.month for debt in plan.debts)
        assert plan.total_paid <= budget * plan.months
        # Rounding to cents each month can favour another order by a cent a debt and month.
        assert best.total_interest <= plan.total_interest + D("0.01") * len(owed) * plan.months


def test_a_freed_minimum_goes_to_the_next_debt() -> None:
    owed = [Debt("small", D(100), D(0), D(50)), Debt("large", D(400), D(0), D(50))]
    plan = pay_off(owed, budget=D(100), order=snowball)
    assert [(debt.name, debt.month) for debt in plan.debts] == [("small", 2), ("large", 5)]


@pytest.mark.parametrize(
    ("owed", "budget", "field"),
    [
        ([], 100, "debts"),
        ([Debt("a", D(100), D(0), D(50))] * 51, 10_000, "debts"),
        ([Debt("a", D(100), D(0), D(50))], 49, "budget"),
        ([Debt("a", D(10_000), D(30), D(0))], 250, "budget"),
    ],
)
def test_what_cannot_be_paid_off_names_its_field(owed: list[Debt], budget: int, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        pay_off(owed, budget=D(budget), order=avalanche)
    assert caught.value.field == field


# --- refinancing --------------------------------------------------------------------


@settings(max_examples=40)
@given(loans, st.decimals(0, 3, places=3), st.integers(0, 10_000_00).map(from_cents))
def test_the_true_break_even_is_the_first_month_no_worse(
    loan: LoanTerms, lower: Decimal, cost: Decimal
) -> None:
    assume(loan.annual_rate >= lower)
    new = LoanTerms(loan.amount, loan.annual_rate - lower, loan.term_months)
    result = break_even(loan, new, cost=cost)
    assert result.monthly_saving >= 0
    before, after = quote(loan), quote(new)
    assert result.lifetime_saving == before.total_paid - after.total_paid - cost

    def lead(month: int) -> Decimal:
        worth = [
            sum((row.payment for row in each.schedule[:month]), D(0))
            + each.schedule[min(month, len(each.schedule)) - 1].balance
            for each in (before, after)
        ]
        return worth[0] - worth[1] - cost

    if result.true_months is None:
        assert lead(loan.term_months) < 0
    else:
        assert lead(result.true_months) >= 0
        assert result.true_months == 1 or lead(result.true_months - 1) < 0


def test_no_saving_means_no_simple_break_even() -> None:
    loan = LoanTerms(D(100_000), D(5), 360)
    result = break_even(loan, loan, cost=D(100))
    assert (result.simple_months, result.true_months, result.lifetime_saving) == (None, None, -100)


def test_cash_out_is_not_a_loss() -> None:
    loan = LoanTerms(D(100_000), D(6), 360)
    more = LoanTerms(D(120_000), D(5), 360)
    result = break_even(loan, more, cost=D(0), cash_out=D(20_000))
    assert result.true_months == 1


def test_points_cost_a_percent_of_the_loan_each() -> None:
    assert points_cost(D(150_001), D("1.5")) == D("2250.02")
    no_gain = points_break_even(
        amount=D(1000), term_months=12, rate_without=D(5), rate_with=D(5), points=D(1)
    )
    assert no_gain.true_months is None


def test_a_new_loan_too_small_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        break_even(LoanTerms(D(2), D(5), 12), LoanTerms(D(1), D(5), 12), cost=D(0))
    assert caught.value.field == "after"
