"""Paying a loan off early: what extra payments save in time and in interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from domain.errors import InvalidInput
from domain.loans.amortization import level_payment, level_plan
from domain.loans.frequency import MONTHS_PER_YEAR, Frequency
from domain.loans.terms import MAX_TERM_YEARS, Instalment, LoanTerms, require_whole_cents
from domain.loans.walk import Fixed, Leg, Plan, instalments
from domain.money import CONTEXT, ZERO, from_cents, to_cents, total

MAX_ONE_OFFS = 100
_NONE: Mapping[int, Decimal] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OneOff:
    """Dollars paid once, beyond the payment of that number. Raises InvalidInput ("payment", "amount")."""

    payment: int
    amount: Decimal

    def __post_init__(self) -> None:
        if self.payment < 1:
            raise InvalidInput("payments are counted from 1", field="payment")
        require_whole_cents(self.amount, field="amount")


def by_payment(one_offs: Sequence[OneOff]) -> Mapping[int, Decimal]:
    """What is paid once with each payment, as `Extras` takes it, those of one payment added up.

    Raises InvalidInput ("oneOff") for more than 100.
    """
    if len(one_offs) > MAX_ONE_OFFS:
        raise InvalidInput(f"give at most {MAX_ONE_OFFS} of them", field="oneOff")
    sums: dict[int, Decimal] = {}
    for each in one_offs:
        sums[each.payment] = total((sums.get(each.payment, ZERO), each.amount))
    return sums


@dataclass(frozen=True, slots=True)
class Extras:
    """What is paid beyond the monthly payment, all of it toward principal, in dollars.

    monthly: with every payment from number `first_payment` on.
    yearly: with every twelfth payment from `first_payment` on.
    one_off: by number of the payment with which it is made.

    Raises InvalidInput ("monthly", "yearly", "oneOff", "firstPayment").
    """

    monthly: Decimal = ZERO
    yearly: Decimal = ZERO
    one_off: Mapping[int, Decimal] = field(default_factory=lambda: _NONE)
    first_payment: int = 1

    def __post_init__(self) -> None:
        require_whole_cents(self.monthly, field="monthly")
        require_whole_cents(self.yearly, field="yearly")
        for number, amount in self.one_off.items():
            require_whole_cents(amount, field="oneOff")
            if number < 1:
                raise InvalidInput("payments are counted from 1", field="oneOff")
        if self.first_payment < 1:
            raise InvalidInput("payments are counted from 1", field="firstPayment")

    def with_payment(self, number: int) -> int:
        """Cents added to payment `number`."""
        amounts = [self.one_off.get(number, ZERO)]
        since = number - self.first_payment
        if since >= 0:
            amounts.append(self.monthly)
            if since % MONTHS_PER_YEAR == 0:
                amounts.append(self.yearly)
        return to_cents(total(amounts))


@dataclass(frozen=True, slots=True)
class Prepayment:
    """A loan paid as agreed beside the same one paid faster; dollars to the cent.

    months_saved counts whole months sooner; payments are those of the faster way.
    """

    schedule: tuple[Instalment, ...]
    payments: int
    months_saved: int
    interest: Decimal
    interest_saved: Decimal


def prepay(terms: LoanTerms, extras: Extras, *, start_date: date | None = None) -> Prepayment:
    """The loan with extra payments; the regular payment stays as it is, so it ends sooner.

    `start_date`: the day from which interest runs. Raises InvalidInput ("startDate").
    """
    agreed = instalments(level_plan(terms))
    faster = instalments(level_plan(terms), start_date=start_date, extra=extras.with_payment)
    return _compared(agreed, faster, months=len(faster))


def pay_biweekly(
    terms: LoanTerms, *, extra: Decimal = ZERO, start_date: date | None = None
) -> Prepayment:
    """Half the monthly payment, rounded up to the cent, and `extra` every two weeks: 26 a year.

    Interest runs at 1/26 of the annual rate every two weeks, so the lender must credit each payment
    when it arrives; one who keeps the first half until the second comes saves the borrower nothing
    but the thirteenth payment a year. months_saved counts a month begun as gone.

    Raises InvalidInput ("extra", "startDate").
    """
    require_whole_cents(extra, field="extra")
    half = -(-to_cents(level_payment(terms)) // 2) + to_cents(extra)
    most = MAX_TERM_YEARS * Frequency.BIWEEKLY.per_year
    leg = Leg(most, terms.annual_rate, Fixed(from_cents(half)))
    faster = instalments(Plan(terms.amount, (leg,), Frequency.BIWEEKLY), start_date=start_date)
    months = len(faster) * Frequency.BIWEEKLY.months
    return _compared(instalments(level_plan(terms)), faster, months=_ceiling(months))


def _compared(
    agreed: tuple[Instalment, ...], faster: tuple[Instalment, ...], *, months: int
) -> Prepayment:
    interest = total(row.interest for row in faster)
    before = total(row.interest for row in agreed)
    return Prepayment(
        schedule=faster,
        payments=len(faster),
        months_saved=len(agreed) - months,
        interest=interest,
        interest_saved=CONTEXT.subtract(before, interest),
    )


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
