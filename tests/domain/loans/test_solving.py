from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.amortization import LoanTerms, schedule
from domain.loans.annuity import balance_after, payment_cents
from domain.loans.cumulative import paid_between
from domain.loans.frequency import Frequency
from domain.loans.solving import amount_for, payment_for, rate_for, term_for
from domain.money import from_cents, to_cents
from domain.rates import periodic_rate
from tests.domain.loans.textbook import textbook_between

D = Decimal
amounts = st.integers(1_000_00, 1_000_000_00).map(from_cents)
rates = st.decimals(D("0.5"), 20, places=3)
frequencies = st.sampled_from([Frequency.WEEKLY, Frequency.MONTHLY, Frequency.ANNUAL])
counts = st.integers(2, 50)
balloons = st.integers(0, 50).map(lambda percent: D(percent) / 100)


@given(amounts, rates, counts, frequencies, balloons, st.booleans())
def test_the_payment_of_a_loan_repays_that_loan(
    amount: Decimal,
    rate: Decimal,
    payments: int,
    frequency: Frequency,
    share: Decimal,
    in_advance: bool,
) -> None:
    balloon = from_cents(to_cents(amount * share))
    payment = payment_for(
        amount=amount,
        annual_rate=rate,
        payments=payments,
        frequency=frequency,
        balloon=balloon,
        in_advance=in_advance,
    )
    again = amount_for(
        payment=payment,
        annual_rate=rate,
        payments=payments,
        frequency=frequency,
        balloon=balloon,
        in_advance=in_advance,
    )
    # Half a cent in each payment is worth at most half a cent times their number.
    assert abs(again - amount) <= D("0.005") * (payments + 1)


@given(amounts, rates, st.integers(6, 360), st.booleans())
def test_the_rate_of_a_loan_is_found_again(
    amount: Decimal, rate: Decimal, payments: int, in_advance: bool
) -> None:
    payment = payment_for(amount=amount, annual_rate=rate, payments=payments, in_advance=in_advance)
    assume(payment * payments > amount)
    found = rate_for(amount=amount, payment=payment, payments=payments, in_advance=in_advance)
    assert found == pytest.approx(rate, abs=D("0.02"))
    nearer = [
        payment_for(amount=amount, annual_rate=each, payments=payments, in_advance=in_advance)
        for each in (found,)
        if each <= 100
    ]
    assert all(abs(each - payment) <= D("0.01") for each in nearer)


@given(amounts, rates, st.integers(2, 360), st.booleans())
def test_the_term_of_a_loan_is_found_again(
    amount: Decimal, rate: Decimal, payments: int, in_advance: bool
) -> None:
    payment = payment_for(amount=amount, annual_rate=rate, payments=payments, in_advance=in_advance)
    per_period = periodic_rate(rate, 12)
    owed = Fraction(to_cents(amount))
    assume(to_cents(payment) > owed * per_period * Fraction(101, 100))
    term = term_for(amount=amount, payment=payment, annual_rate=rate, in_advance=in_advance)
    # Half a cent of payment is a few payments more where most of each one is interest.
    assert term.exact == pytest.approx(payments, rel=D("0.03"), abs=1)
    paid = Fraction(to_cents(payment))
    left = balance_after(owed, paid, per_period, term.payments, in_advance=in_advance)
    before = balance_after(owed, paid, per_period, term.payments - 1, in_advance=in_advance)
    assert left <= Fraction(1, 1000) < before + Fraction(1, 500)


def test_a_loan_that_comes_out_even_needs_no_payment_more() -> None:
    assert term_for(amount=D(1200), payment=D(100), annual_rate=D(0)).payments == 12
    assert (
        term_for(
            amount=D(1000), payment=D(1100), annual_rate=D(10), frequency=Frequency.ANNUAL
        ).payments
        == 1
    )


@given(amounts, rates, st.integers(1, 360))
def test_a_balloon_of_the_whole_loan_leaves_the_interest(
    amount: Decimal, rate: Decimal, payments: int
) -> None:
    payment = payment_for(amount=amount, annual_rate=rate, payments=payments, balloon=amount)
    interest = to_cents(amount) * periodic_rate(rate, 12)
    assert abs(to_cents(payment) - interest) <= Fraction(1, 2)


@given(amounts, rates, st.integers(1, 240), st.data())
@settings(max_examples=30)
def test_textbook_sums_stay_within_half_a_cent_a_payment_of_real_ones(
    amount: Decimal, rate: Decimal, months: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, months))
    last = data.draw(st.integers(first, months))
    rows = schedule(LoanTerms(amount, rate, months))
    assume(len(rows) == months)
    real = paid_between(rows, first, last)
    textbook = textbook_between(
        amount=amount, annual_rate=rate, payments=months, first=first, last=last
    )
    assert real.paid == real.interest + real.principal
    # A rounded payment is off by half a cent at most, which interest compounds over the term.
    grown = (1 + float(rate) / 1200) ** months
    assert abs(real.interest - textbook.interest) <= D("0.01") * months * round(D(grown) + 1)


@given(amounts, rates, st.integers(2, 360))
def test_all_payments_are_the_loan_and_its_interest(
    amount: Decimal, rate: Decimal, months: int
) -> None:
    whole = textbook_between(amount=amount, annual_rate=rate, payments=months, first=1, last=months)
    assert whole.principal == amount
    assert abs(whole.paid - whole.interest - amount) <= D("0.01")


def test_zero_interest_divides_evenly() -> None:
    assert payment_cents(1000_00, Fraction(0), 3) == 333_33
    assert rate_for(amount=D(1000), payment=D(100), payments=10) == 0


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: payment_for(amount=D(0), annual_rate=D(5), payments=12), "amount"),
        (lambda: payment_for(amount=D(1), annual_rate=D(-1), payments=12), "annualRate"),
        (lambda: payment_for(amount=D(1), annual_rate=D(5), payments=0), "payments"),
        (lambda: payment_for(amount=D(1), annual_rate=D(5), payments=601), "payments"),
        (lambda: payment_for(amount=D(1), annual_rate=D(0), payments=1, balloon=D(2)), "balloon"),
        (lambda: rate_for(amount=D(100), payment=D(1), payments=12), "payments"),
        (lambda: rate_for(amount=D(100), payment=D(100), payments=12, in_advance=True), "payment"),
        (lambda: term_for(amount=D(1000), payment=D(5), annual_rate=D(6)), "payment"),
        (lambda: term_for(amount=D(1000), payment=D(0), annual_rate=D(0)), "payment"),
        (lambda: term_for(amount=D(100_000), payment=D("500.01"), annual_rate=D(6)), "payment"),
        (lambda: paid_between(schedule(LoanTerms(D(1), D(0), 1)), 0, 1), "first"),
    ],
)
def test_what_cannot_be_solved_names_its_field(call: object, field: str) -> None:
    assert callable(call)
    with pytest.raises(InvalidInput) as caught:
        call()
    assert caught.value.field == field
