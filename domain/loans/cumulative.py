"""What a run of payments adds up to: interest and principal from one payment to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.loans.annuity import balance_after
from domain.loans.frequency import Frequency
from domain.loans.solving import exact_payment
from domain.loans.terms import Instalment
from domain.money import from_cents, round_half_up, to_cents, total
from domain.rates import periodic_rate


@dataclass(frozen=True, slots=True)
class Cumulative:
    """The sums of a run of payments, in dollars to the cent; paid = interest + principal."""

    paid: Decimal
    interest: Decimal
    principal: Decimal


def paid_between(schedule: Sequence[Instalment], first: int, last: int) -> Cumulative:
    """What payments `first` to `last`, both included and counted from 1, come to on a real schedule.

    Raises InvalidInput ("first") unless 1 <= first <= last <= the number of payments.
    """
    _require_run(first, last, len(schedule))
    rows = schedule[first - 1 : last]
    return Cumulative(
        paid=total(row.payment for row in rows),
        interest=total(row.interest for row in rows),
        principal=total(row.principal for row in rows),
    )


def balance_after_payment(schedule: Sequence[Instalment], number: int) -> Decimal:
    """What is still owed after payment `number`, counted from 1; after payment 0 the whole loan.

    Raises InvalidInput ("payment") unless 0 <= number <= the number of payments.
    """
    if not 0 <= number <= len(schedule):
        raise InvalidInput(f"choose a payment from 0 to {len(schedule)}", field="payment")
    if number:
        return schedule[number - 1].balance
    return total((schedule[0].balance, schedule[0].principal))


def textbook_between(
    *,
    amount: Decimal,
    annual_rate: Decimal,
    payments: int,
    first: int,
    last: int,
    frequency: Frequency = Frequency.MONTHLY,
) -> Cumulative:
    """The same of a loan whose payments are never rounded: CUMIPMT and CUMPRINC of spreadsheets.

    Only the result is rounded, half up; it differs from the real schedule's by half a cent a payment
    at most. Raises InvalidInput as `paid_between` and `solving.payment_for` do.
    """
    _require_run(first, last, payments)
    rate = periodic_rate(annual_rate, frequency.per_year)
    owed = Fraction(to_cents(amount))
    payment = exact_payment(owed, rate, payments)

    def balance(number: int) -> Fraction:
        return balance_after(owed, payment, rate, number, in_advance=False)

    principal = balance(first - 1) - balance(last)
    paid = payment * (last - first + 1)
    return Cumulative(_dollars(paid), _dollars(paid - principal), _dollars(principal))


def _require_run(first: int, last: int, payments: int) -> None:
    if not 1 <= first <= last <= payments:
        raise InvalidInput(f"choose payments from 1 to {payments}, in order", field="first")


def _dollars(cents: Fraction) -> Decimal:
    return from_cents(round_half_up(cents.numerator, cents.denominator))
