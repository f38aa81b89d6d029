from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.amortization import LoanTerms, schedule
from domain.loans.apr import apr_of, apr_of_level_periods, reprice
from domain.loans.cashflows import CashFlow, level_stream, merge
from domain.loans.discounting import Timed, present_value, solve_rate
from domain.loans.tolerance import is_accurate, is_irregular
from domain.money import from_cents

D = Decimal
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))
cents = st.integers(1_00, 500_000_00).map(from_cents)


@st.composite
def transactions(draw: st.DrawFn) -> tuple[list[CashFlow], list[CashFlow]]:
    """A lender who advances once or more within a quarter, and payments of any size and time after."""
    start = draw(days)
    advances = [CashFlow(start, draw(cents))]
    advances += [
        CashFlow(start + timedelta(days=draw(st.integers(1, 90))), draw(cents))
        for _ in range(draw(st.integers(0, 3)))
    ]
    gaps = draw(st.lists(st.integers(1, 200), min_size=1, max_size=24))
    day, payments = start + timedelta(days=90), []
    for gap in gaps:
        day += timedelta(days=gap)
        payments.append(CashFlow(day, draw(cents)))
    return advances, payments


@settings(max_examples=150)
@given(transactions())
def test_the_rate_reprices_any_stream_to_the_cent(
    transaction: tuple[list[CashFlow], list[CashFlow]],
) -> None:
    advances, payments = transaction
    lent, paid = (sum(flow.amount for flow in flows) for flows in transaction)
    assume(paid >= lent)
    apr = apr_of(advances, payments)
    assert apr.rate >= 0
    assert abs(reprice(apr.rate, advances, payments)) <= D("0.01")


@given(
    st.builds(
        LoanTerms,
        st.integers(1_000_00, 1_000_000_00).map(from_cents),
        st.decimals(0, 30, places=3),
        st.integers(12, 360),
    )
)
@settings(max_examples=50)
def test_without_charges_the_rate_is_the_contract_rate(terms: LoanTerms) -> None:
    apr = apr_of_level_periods(terms.amount, [row.payment for row in schedule(terms)], per_year=12)
    assert apr.rate == pytest.approx(terms.annual_rate, abs=D("0.01"))


@given(days, st.integers(2, 120))
@settings(max_examples=50)
def test_monthly_payments_on_any_day_count_as_equal_months(start: date, count: int) -> None:
    assume(count >= 3 or start.day < 28)
    rows = schedule(LoanTerms(D(10_000), D(9), count), start_date=start)
    due = [CashFlow(row.due_date, row.payment) for row in rows if row.due_date is not None]
    assert len(due) == len(rows)
    dated = apr_of([CashFlow(start, D(10_000))], due)
    undated = apr_of_level_periods(D(10_000), [row.payment for row in rows], per_year=12)
    assert dated.rate == undated.rate


@given(st.integers(0, 3000).map(from_cents), st.integers(1, 3000).map(from_cents))
@settings(max_examples=30)
def test_more_prepaid_charges_raise_the_rate(charges: Decimal, more: Decimal) -> None:
    payments = [row.payment for row in schedule(LoanTerms(D(20_000), D(7), 60))]
    low = apr_of_level_periods(D(20_000) - charges, payments, per_year=12)
    high = apr_of_level_periods(D(20_000) - charges - more, payments, per_year=12)
    assert high.rate > low.rate


def test_a_longer_first_period_lowers_the_rate() -> None:
    def rate(first: date) -> Decimal:
        return apr_of([CashFlow(date(2024, 1, 10), D(5000))], level_stream(first, 24, D(230))).rate

    assert rate(date(2024, 2, 1)) > rate(date(2024, 2, 10)) > rate(date(2024, 3, 10))


def test_the_term_may_begin_before_the_first_advance() -> None:
    advances = [CashFlow(date(2024, 2, 1), D(1000))]
    payments = level_stream(date(2024, 3, 1), 12, D(90))
    later = apr_of(advances, payments)
    begun = apr_of(advances, payments, begins=date(2024, 1, 1))
    assert begun.rate == pytest.approx(later.rate, abs=D("1e-9"))  # whole months compound alike


def test_extreme_rates_are_found() -> None:
    # A payday loan: $15 on $100 for 14 days is 391.07 % ((b)(5)(vii): 365/14 unit-periods a year).
    payday = apr_of([CashFlow(date(2024, 1, 1), D(100))], [CashFlow(date(2024, 1, 15), D(115))])
    assert round(payday.rate, 2) == D("391.07")
    usury = apr_of([CashFlow(date(2024, 1, 1), D("0.01"))], [CashFlow(date(2025, 1, 1), D(10**9))])
    assert usury.rate == (D(10**11) - 1) * 100
    free = apr_of([CashFlow(date(2024, 1, 1), D(100))], level_stream(date(2024, 2, 1), 4, D(25)))
    assert free.rate == 0


def test_the_disclosed_rate_has_three_decimals() -> None:
    apr = apr_of_level_periods(D(162_000), [D("761.78")] * 360, per_year=12)
    assert str(apr.disclosed) == "3.875"


def test_the_threads_decimal_context_is_neither_used_nor_changed() -> None:
    payments = [D("263.99")] * 48
    expected = apr_of_level_periods(D(10_000), payments, per_year=12)
    with localcontext(Context(prec=2)) as context:
        context.traps[Inexact] = True
        assert apr_of_level_periods(D(10_000), payments, per_year=12) == expected
        assert not context.flags[Inexact]


@pytest.mark.parametrize(
    ("advances", "payments", "field"),
    [
        ([], [(1, 5)], "advances"),
        ([(0, 5)], [], "payments"),
        ([(0, 5)], [(0, 6)], "payments"),
        ([(3, 5)], [(1, 6)], "payments"),
        ([(0, 5)], [(1, 4)], "payments"),
        ([(0, 0)], [(1, 4)], "advances"),
        ([(0, 5)], [(0, 6), (30, 1)], "payments"),  # more is paid at once than advanced
    ],
)
def test_what_has_no_rate_names_its_field(
    advances: list[tuple[int, int]], payments: list[tuple[int, int]], field: str
) -> None:
    first = date(2024, 1, 1)

    def flows(given: list[tuple[int, int]]) -> list[CashFlow]:
        return [CashFlow(first + timedelta(days=day), D(amount)) for day, amount in given]

    with pytest.raises(InvalidInput) as caught:
        apr_of(flows(advances), flows(payments))
    assert caught.value.field == field


def test_flows_of_one_day_are_merged() -> None:
    day = date(2024, 1, 1)
    merged = merge([CashFlow(day, D(1)), CashFlow(day, D(2)), CashFlow(date(2023, 1, 1), D(0))])
    assert merged == (CashFlow(day, D(3)),)


# --- discounting ----------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(1, 400), st.fractions(0, 1), st.integers(1, 10**9)), min_size=1),
    st.fractions(0, 2),
)
@settings(max_examples=50)
def test_present_value_agrees_with_exact_fractions(
    given: list[tuple[int, Fraction, int]], rate: Fraction
) -> None:
    flows = [
        Timed(periods % 40, fraction.limit_denominator(30), c) for periods, fraction, c in given
    ]
    rate = rate.limit_denominator(1000)
    exact = sum(c / ((1 + f * rate) * (1 + rate) ** t) for t, f, c in flows)
    assert abs(present_value(flows, rate) - exact) < Fraction(1, 10**20)


def test_a_stream_with_an_advance_after_its_payments_still_has_a_rate() -> None:
    flows = [
        Timed(0, Fraction(0), -100_00),
        Timed(1, Fraction(0), 230_00),
        Timed(2, Fraction(0), -130_00),
    ]
    assert present_value(flows, solve_rate(flows)) == pytest.approx(0, abs=1e-9)


# --- tolerance ------------------------------------------------------------------


def test_tolerances() -> None:
    assert is_accurate(D("6.125"), D("6.0"), irregular=False)
    assert not is_accurate(D("6.126"), D("6.0"), irregular=False)
    assert is_accurate(D("5.75"), D("6.0"), irregular=True)
    assert not is_accurate(D("5.749"), D("6.0"), irregular=True)


START = [CashFlow(date(2024, 1, 10), D(5000))]


@pytest.mark.parametrize(
    ("advances", "payments", "irregular"),
    [
        (START, level_stream(date(2024, 2, 10), 24, D(230)), False),
        (START, level_stream(date(2024, 3, 25), 24, D(230)), False),  # odd first period
        (
            START,
            [CashFlow(date(2024, 2, 10), D(1)), *level_stream(date(2024, 3, 10), 9, D(600))],
            False,
        ),
        (
            START,
            [*level_stream(date(2024, 2, 10), 9, D(600)), CashFlow(date(2024, 11, 10), D(1))],
            False,
        ),
        (
            [*START, CashFlow(date(2024, 2, 10), D(1))],
            level_stream(date(2024, 3, 10), 24, D(230)),
            True,
        ),
        (
            START,
            [
                *level_stream(date(2024, 2, 10), 4, D(600)),
                *level_stream(date(2024, 6, 10), 4, D(700)),
            ],
            True,
        ),
        (
            START,
            [
                *level_stream(date(2024, 2, 10), 4, D(600)),
                *level_stream(date(2024, 9, 10), 6, D(600)),
            ],
            True,  # skipped payments
        ),
    ],
)
def test_irregular_transactions(
    advances: list[CashFlow], payments: list[CashFlow], irregular: bool
) -> None:
    assert is_irregular(advances, payments) is irregular
