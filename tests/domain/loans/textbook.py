"""Sums as spreadsheets have them, to hold real schedules and published figures against."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from domain.loans.annuity import balance_after
from domain.loans.cumulative import Cumulative
from domain.loans.frequency import Frequency
from domain.loans.solving import exact_payment
from domain.money import from_cents, round_half_up, to_cents
from domain.rates import periodic_rate


def textbook_between(
    *,
    amount: Decimal,
    annual_rate: Decimal,
    payments: int,
    first: int,
    last: int,
    frequency: Frequency = Frequency.MONTHLY,
) -> Cumulative:
    """What payments `first` to `last` come to where none is rounded: CUMIPMT and CUMPRINC of spreadsheets.

    Only the result is rounded, half up; it differs from the real schedule's by half a cent a payment
    at most. 1 <= first <= last <= payments.
    """
    rate = periodic_rate(annual_rate, frequency.per_year)
    owed = Fraction(to_cents(amount))
    payment = exact_payment(owed, rate, payments)

    def balance(number: int) -> Fraction:
        return balance_after(owed, payment, rate, number, in_advance=False)

    principal = balance(first - 1) - balance(last)
    paid = payment * (last - first + 1)
    return Cumulative(_dollars(paid), _dollars(paid - principal), _dollars(principal))


def _dollars(cents: Fraction) -> Decimal:
    return from_cents(round_half_up(cents.numerator, cents.denominator))
