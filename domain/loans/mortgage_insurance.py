"""Private mortgage insurance and the days on which it ends: Homeowners Protection Act of 1998."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.amortization import schedule
from domain.loans.frequency import months_after
from domain.loans.terms import Instalment, LoanTerms
from domain.money import CONTEXT, from_cents, require_positive, round_half_up, to_cents
from domain.rates import periodic_rate, require_percent

REQUEST_PERCENT = 80
"""Of the original value: the borrower may ask for cancellation, 12 USC 4901(2), 4902(a)."""
AUTOMATIC_PERCENT = 78
"""Of the original value: the servicer must end it, 12 USC 4901(18), 4902(b)."""


@dataclass(frozen=True, slots=True)
class InsuranceEnd:
    """With which payment, counted from 1, mortgage insurance can or must end; 0 is at the outset.

    by_request: the balance is first scheduled to be 80 % of the original value.
    automatic: it is first scheduled to be 78 %.
    final: the midpoint of the amortisation period, by which it must end in any case for a borrower who
    is current (12 USC 4902(c)).

    All by the initial schedule, whatever is really owed; asking at 80 % needs a good payment
    history, no junior lien and a value that has not declined.
    """

    by_request: int
    automatic: int
    final: int

    @property
    def last_premium(self) -> int:
        """The number of premiums for a borrower who is current and does not ask."""
        return min(self.automatic, self.final)


@dataclass(frozen=True, slots=True)
class Removal:
    """An event that ends mortgage insurance: with which payment, on which day, total paid by then.

    payment counts from 1; 0 is at the outset. day is None where the first payment's day is not known.
    premiums: dollars paid up to then, if nothing ends insurance sooner.
    """

    payment: int
    day: date | None
    premiums: Decimal


@dataclass(frozen=True, slots=True)
class InsurancePlan:
    """Mortgage insurance over the life of a loan, in dollars to the cent.

    required: whether the loan is more than 80 % of the original value, above which lenders ask for
    insurance. by_request, automatic, final as in `InsuranceEnd`; the day of the last is the one by
    which insurance has ended. number and total: of the premiums for a borrower who is current and does
    not ask; 0 where none is required.
    """

    required: bool
    premium: Decimal
    by_request: Removal
    automatic: Removal
    final: Removal
    number: int
    total: Decimal


def insurance_plan(
    terms: LoanTerms,
    *,
    original_value: Decimal,
    annual_percent: Decimal,
    first_payment: date | None = None,
) -> InsurancePlan:
    """Premium, ends and totals for a level-payment loan.

    original_value as for `insurance_end`. Raises InvalidInput ("originalValue", "annualPercent";
    "firstPayment" where the last payment would fall beyond the year 9999).
    """
    premium = monthly_premium(amount=terms.amount, annual_percent=annual_percent)
    rows = schedule(terms)
    end = insurance_end(rows, original_value=original_value)
    required = end.by_request > 0
    number = end.last_premium if required else 0

    def removal(payment: int, day: date | None) -> Removal:
        paid = payment if required else 0
        return Removal(payment, day, CONTEXT.multiply(premium, Decimal(paid)))

    days = _days(end, first_payment, len(rows))
    return InsurancePlan(
        required=required,
        premium=premium,
        by_request=removal(end.by_request, days[0]),
        automatic=removal(end.automatic, days[1]),
        final=removal(end.final, days[2]),
        number=number,
        total=CONTEXT.multiply(premium, Decimal(number)),
    )


def monthly_premium(*, amount: Decimal, annual_percent: Decimal) -> Decimal:
    """A level premium: `annual_percent` of the original loan amount a year, a twelfth each month.

    In dollars, rounded half up to the cent. Raises InvalidInput ("amount", "annualPercent").
    """
    require_positive(amount, field="amount")
    require_percent(annual_percent, field="annualPercent")
    cents = to_cents(amount) * periodic_rate(annual_percent, 12)
    return from_cents(round_half_up(cents.numerator, cents.denominator))


def insurance_end(schedule: Sequence[Instalment], *, original_value: Decimal) -> InsuranceEnd:
    """When insurance ends on a loan with this initial schedule.

    original_value: the lesser of sales price and appraised value at closing, for a refinance the
    appraised value (12 USC 4901(12)). Raises InvalidInput ("originalValue").
    """
    require_positive(original_value, field="originalValue")
    return InsuranceEnd(
        by_request=_reaches(schedule, original_value, REQUEST_PERCENT),
        automatic=_reaches(schedule, original_value, AUTOMATIC_PERCENT),
        final=(len(schedule) + 1) // 2,
    )


def final_termination(first_payment: date, payments: int) -> date:
    """The first day of the month after the midpoint of a monthly schedule (12 USC 4902(c))."""
    midpoint = months_after(first_payment, (payments + 1) // 2 - 1)
    return months_after(midpoint.replace(day=1), 1)


def _days(
    end: InsuranceEnd, first_payment: date | None, payments: int
) -> tuple[date | None, date | None, date | None]:
    """The days of the three ends; None for one that is at the outset."""
    if first_payment is None:
        return None, None, None
    try:
        by_request, automatic = (
            months_after(first_payment, number - 1) if number else None
            for number in (end.by_request, end.automatic)
        )
        return by_request, automatic, final_termination(first_payment, payments)
    except ValueError:
        message = "firstPayment is too late for this term"
        raise InvalidInput(message, field="firstPayment") from None


def _reaches(schedule: Sequence[Instalment], value: Decimal, percent: int) -> int:
    limit = to_cents(value) * percent
    amount = to_cents(schedule[0].balance) + to_cents(schedule[0].principal)
    if 100 * amount <= limit:
        return 0
    return next(row.number for row in schedule if 100 * to_cents(row.balance) <= limit)
