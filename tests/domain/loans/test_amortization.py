from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Context, Decimal, Inexact, getcontext, localcontext
from itertools import pairwise, product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.amortization import LoanTerms, by_year, level_payment, quote, schedule
from domain.loans.terms import EARLIEST_START, LATEST_START
from domain.money import from_cents, round_cents

CENT = Decimal("0.01")
HALF_CENT = Decimal("0.005")
NOISE = Decimal("1E-15")  # of the textbook formula below, not of the product

amounts = st.one_of(st.integers(1, 10**11), st.integers(1, 10**4), st.integers(10**5, 10**8)).map(
    from_cents
)
rates = st.one_of(st.decimals(0, 100, places=6), st.decimals(0, 30, places=3), st.just(Decimal(0)))
months = st.one_of(st.integers(1, 600), st.sampled_from([1, 2, 12, 180, 360, 600]))
any_terms = st.builds(LoanTerms, amounts, rates, months)
ordinary_terms = st.builds(
    LoanTerms,
    st.integers(10**6, 10**9).map(from_cents),
    st.decimals(0, 15, places=3),
    st.integers(1, 360),
)


def _terms(amount: str, rate: str, term_months: int) -> LoanTerms:
    return LoanTerms(Decimal(amount), Decimal(rate), term_months)


def _annuity(terms: LoanTerms) -> Decimal:
    """The textbook formula in 100 digits, written out apart from the product's integers."""
    with localcontext(Context(prec=100)):
        rate = terms.annual_rate / 1200
        if not rate:
            return terms.amount / terms.term_months
        return terms.amount * rate / (1 - (1 + rate) ** -terms.term_months)


# --- the schedule ---------------------------------------------------------------


@given(any_terms)
@example(_terms("0.01", "0", 600))
@example(_terms("0.01", "100", 600))
@example(_terms("1.03", "100", 600))  # here the rounded payment equals the rounded interest
@example(_terms("1000000", "30", 600))
@example(_terms("1000000000", "100", 600))
@example(_terms("1000000000", "0.000001", 600))
def test_every_schedule_repays_exactly_what_was_borrowed(terms: LoanTerms) -> None:
    result = quote(terms)
    rows = result.schedule

    assert sum((row.principal for row in rows), Decimal(0)) == terms.amount
    assert rows[-1].balance == 0
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert 1 <= len(rows) <= terms.term_months

    before = terms.amount
    for row in rows:
        with localcontext(Context(prec=60)):
            assert row.interest == round_cents(before * terms.annual_rate / 1200)
        assert row.payment == row.interest + row.principal
        assert row.balance == before - row.principal
        assert row.principal >= CENT  # so the balance falls with every payment
        assert row.interest >= 0
        before = row.balance


@given(any_terms)
@example(_terms("0.02", "100", 2))
@example(_terms("1.03", "100", 600))
@example(_terms("1.28", "100", 600))  # early, a payment would cover the balance but no interest
def test_all_payments_are_the_regular_one_but_the_last(terms: LoanTerms) -> None:
    result = quote(terms)
    regular = level_payment(terms)

    assert result.payment == regular
    assert all(row.payment == regular for row in result.schedule[:-1])
    assert 0 < result.final_payment <= 2 * regular  # rounding never makes a balloon payment
    if result.number_of_payments < terms.term_months:
        assert result.final_payment <= regular


def test_every_loan_of_less_than_a_dollar_is_repaid_in_positive_payments() -> None:
    rates_tried = ["0", "0.000001", "6.5", "29.99", "99.999999", "100"]
    for amount, rate, term in product(range(1, 100), rates_tried, [1, 2, 3, 5, 12, 359, 600]):
        terms = LoanTerms(from_cents(amount), Decimal(rate), term)
        rows = schedule(terms)
        assert rows[-1].balance == 0
        assert all(row.principal >= CENT for row in rows)
        assert rows[-1].payment <= 2 * rows[0].payment


def test_a_payment_rounded_up_can_pay_a_tiny_loan_off_before_its_term() -> None:
    result = quote(_terms("2.00", "0", 360))  # 0.0056 a month becomes 0.01

    assert result.payment == CENT
    assert result.number_of_payments == 200
    assert result.total_paid == 2


def test_a_loan_of_one_payment_is_the_amount_and_a_months_interest() -> None:
    result = quote(_terms("1000", "12", 1))

    assert result.payment == result.final_payment == Decimal("1010.00")
    assert result.total_interest == 10


def test_without_interest_the_amount_is_split_evenly() -> None:
    result = quote(_terms("1000", "0", 3))

    assert [str(row.payment) for row in result.schedule] == ["333.33", "333.33", "333.34"]
    assert str(result.total_interest) == "0.00"
    assert str(result.total_paid) == "1000.00"


# --- the payment ----------------------------------------------------------------


@given(ordinary_terms)
@example(_terms("10000", "0.297", 1))  # exactly 10,002.475, which 100 digits put below the half
def test_the_payment_is_the_annuity_to_the_nearest_cent(terms: LoanTerms) -> None:
    error = level_payment(terms) - _annuity(terms)
    assert -HALF_CENT - NOISE < error <= HALF_CENT + NOISE


@given(any_terms)
def test_at_the_extremes_it_is_at_most_one_cent_more(terms: LoanTerms) -> None:
    error = level_payment(terms) - _annuity(terms)
    assert -HALF_CENT - NOISE < error <= CENT + HALF_CENT + NOISE


@given(ordinary_terms, st.integers(1, 10**8).map(from_cents))
def test_borrowing_more_never_costs_less_a_month(terms: LoanTerms, more: Decimal) -> None:
    larger = LoanTerms(terms.amount + more, terms.annual_rate, terms.term_months)
    assert level_payment(larger) >= level_payment(terms)


@given(ordinary_terms, st.decimals(0, 15, places=3))
def test_a_higher_rate_never_costs_less_a_month(terms: LoanTerms, rate: Decimal) -> None:
    assume(rate >= terms.annual_rate)
    dearer = LoanTerms(terms.amount, rate, terms.term_months)
    assert level_payment(dearer) >= level_payment(terms)
    assert quote(dearer).total_interest >= quote(terms).total_interest


@given(ordinary_terms, st.integers(1, 360))
def test_a_longer_term_never_costs_more_a_month(terms: LoanTerms, term_months: int) -> None:
    assume(term_months >= terms.term_months)
    longer = LoanTerms(terms.amount, terms.annual_rate, term_months)
    assert level_payment(longer) <= level_payment(terms)


def test_half_a_cent_in_the_payment_is_seen_exactly() -> None:
    # At 100 % a year over two months a loan of 1.50 costs 1.50 x 169/300 = 0.845 a month.
    assert level_payment(_terms("1.50", "100", 2)) == Decimal("0.85")
    # A month's interest on 10,000 at 0.297 % is 2.475, in floating or truncated arithmetic less.
    assert level_payment(_terms("10000", "0.297", 1)) == Decimal("10002.48")


def test_the_threads_decimal_context_is_neither_used_nor_changed() -> None:
    terms = _terms("200000", "6.5", 360)
    expected = quote(terms)
    with localcontext() as context:
        context.prec = 2
        context.rounding = ROUND_DOWN
        context.traps[Inexact] = True
        context.clear_flags()

        assert quote(terms) == expected
        assert by_year(expected.schedule)[-1].balance == 0

        assert not any(getcontext().flags.values())


# --- totals, years, dates ---------------------------------------------------------


@given(any_terms)
def test_totals_add_up(terms: LoanTerms) -> None:
    result = quote(terms)

    assert result.total_paid == terms.amount + result.total_interest
    assert result.total_interest == sum((row.interest for row in result.schedule), Decimal(0))
    assert result.number_of_payments == len(result.schedule)


@given(any_terms)
def test_years_add_up_to_the_schedule(terms: LoanTerms) -> None:
    result = quote(terms)
    years = by_year(result.schedule)

    assert [year.number for year in years] == list(range(1, -(-len(result.schedule) // 12) + 1))
    assert sum((year.interest for year in years), Decimal(0)) == result.total_interest
    assert sum((year.principal for year in years), Decimal(0)) == terms.amount
    assert all(year.paid == year.interest + year.principal for year in years)
    assert years[-1].balance == 0


def test_the_last_year_may_be_short() -> None:
    rows = schedule(_terms("1400", "0", 14))
    first, second = by_year(rows)

    assert [str(first.principal), str(first.balance)] == ["1200.00", "200.00"]
    assert [str(second.principal), str(second.balance)] == ["200.00", "0.00"]


def test_payments_fall_due_on_the_same_day_or_the_months_last() -> None:
    rows = schedule(_terms("1200", "5", 14), start_date=date(2023, 1, 31))

    due = [row.due_date for row in rows]
    assert due[:4] == [date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 30), date(2023, 5, 31)]
    assert due[10:] == [
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]


@given(st.dates(EARLIEST_START, LATEST_START), st.integers(1, 600))
def test_due_dates_rise_by_a_month_each(start: date, term_months: int) -> None:
    rows = schedule(_terms("100000", "5", term_months), start_date=start)

    due = [row.due_date for row in rows if row.due_date is not None]
    assert len(due) == len(rows)
    counted = [12 * start.year + start.month, *(12 * day.year + day.month for day in due)]
    assert all(later - earlier == 1 for earlier, later in pairwise(counted))
    assert all(day.day <= start.day for day in due)


def test_without_a_start_date_nothing_is_due_on_a_day() -> None:
    assert all(row.due_date is None for row in schedule(_terms("1200", "5", 12)))


@pytest.mark.parametrize("start", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_start_that_can_only_be_a_slip_is_refused(start: date) -> None:
    with pytest.raises(InvalidInput) as caught:
        schedule(_terms("1200", "5", 13), start_date=start)
    assert caught.value.field == "startDate"


# --- what is refused ------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "rate", "term_months", "field"),
    [
        ("0", "5", 12, "amount"),
        ("-1", "5", 12, "amount"),
        ("0.001", "5", 12, "amount"),
        ("100.005", "5", 12, "amount"),
        ("1000000000.01", "5", 12, "amount"),
        ("1E+999999", "5", 12, "amount"),
        ("1E-999999", "5", 12, "amount"),
        ("NaN", "5", 12, "amount"),
        ("sNaN", "5", 12, "amount"),
        ("Infinity", "5", 12, "amount"),
        ("100", "-0.1", 12, "annualRate"),
        ("100", "100.01", 12, "annualRate"),
        ("100", "5.1234567", 12, "annualRate"),
        ("100", "1E-999999", 12, "annualRate"),
        ("100", "NaN", 12, "annualRate"),
        ("100", "5", 0, "termMonths"),
        ("100", "5", -1, "termMonths"),
        ("100", "5", 601, "termMonths"),
        ("100", "5", 10**100, "termMonths"),
    ],
)
def test_terms_out_of_bounds_are_refused_and_name_their_field(
    amount: str, rate: str, term_months: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        _terms(amount, rate, term_months)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("amount", "rate", "term_months"),
    [("0.01", "0", 1), ("1000000000", "100", 600), ("1E+9", "1E+2", 600), ("5.000", "6.50", 12)],
)
def test_the_bounds_themselves_are_accepted(amount: str, rate: str, term_months: int) -> None:
    assert quote(_terms(amount, rate, term_months)).schedule[-1].balance == 0
