"""The one engine behind every schedule: it walks a loan payment by payment, in whole cents.

A loan is a series of legs. In each one the rate stays and one rule sets the payments: a level
payment, the interest alone, or an amount the contract fixes. So a fixed-rate loan is one leg, an
interest-only period another before it, a rate change a new leg, and a balloon what is left when the
last leg ends before its level payment has repaid the loan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.errors import InvalidInput
from domain.loans.annuity import payment_cents
from domain.loans.frequency import Frequency, due_dates
from domain.loans.terms import (
    MAX_TERM_YEARS,
    Instalment,
    require_loan_amount,
    require_start_date,
    require_whole_cents,
)
from domain.money import ZERO, from_cents, round_half_up, to_cents
from domain.rates import periodic_rate, require_percent


@dataclass(frozen=True, slots=True)
class Level:
    """The payment that would bring the balance to `balloon` in `over` equal payments from here on.

    balloon: in dollars; payments in arrears only. It is due together with the last of them.
    """

    over: int
    balloon: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class InterestOnly:
    """Each payment is the interest and no more."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Each payment is this amount; if it is less than the interest, the balance grows."""

    payment: Decimal


@dataclass(frozen=True, slots=True)
class Leg:
    """`count` payments in a row at `annual_rate` percent, set by `repayment`."""

    count: int
    annual_rate: Decimal
    repayment: Level | InterestOnly | Fixed


@dataclass(frozen=True, slots=True)
class Plan:
    """A loan and how it is to be repaid; the very last payment is whatever is then owed.

    amount: dollars in whole cents, from 0.01 to 1,000,000,000.00.
    legs: at least one; all payments together within 50 years.
    in_advance: the first payment falls due on the day of the loan and bears no interest; each later
    one bears that of the period before it.

    Raises InvalidInput ("amount", "legs", "annualRate", "payment").
    """

    amount: Decimal
    legs: tuple[Leg, ...]
    frequency: Frequency = Frequency.MONTHLY
    in_advance: bool = False

    def __post_init__(self) -> None:
        require_loan_amount(self.amount)
        if not self.legs or any(leg.count < 1 for leg in self.legs):
            raise InvalidInput("every leg must have at least one payment", field="legs")
        if self.number_of_payments > MAX_TERM_YEARS * self.frequency.per_year:
            raise InvalidInput(f"payments must end within {MAX_TERM_YEARS} years", field="legs")
        for leg in self.legs:
            require_percent(leg.annual_rate, field="annualRate")
            if isinstance(leg.repayment, Fixed):
                require_whole_cents(leg.repayment.payment, field="payment")
            if isinstance(leg.repayment, Level):
                require_whole_cents(leg.repayment.balloon, field="balloon")
                if leg.repayment.over < leg.count:
                    raise InvalidInput("a level payment ends before its leg", field="legs")

    @property
    def number_of_payments(self) -> int:
        """How many payments are scheduled, were none of them made early."""
        return sum(leg.count for leg in self.legs)


class Split(NamedTuple):
    """One payment in whole cents; principal includes extra, and balance is what then is owed."""

    interest: int
    principal: int
    extra: int
    balance: int


Extra = Callable[[int], int]
"""Cents paid beyond the scheduled payment of that number, counted from 1."""


def no_extra(_number: int) -> int:
    """Nothing beyond the schedule."""
    return 0


def splits(plan: Plan, extra: Extra = no_extra) -> Iterator[Split]:
    """Every payment in order until nothing is owed.

    Interest is the balance x rate of one period, rounded half up to the cent, as a lender charges
    it. A payment that covers all that is owed ends the loan, whatever legs were still to come.
    """
    balance = to_cents(plan.amount)
    payments_left = plan.number_of_payments
    number = 0
    accruing = (0, 1)  # in advance, nothing has accrued when the first payment falls due
    for leg in plan.legs:
        rate = periodic_rate(leg.annual_rate, plan.frequency.per_year).as_integer_ratio()
        if not plan.in_advance:
            accruing = rate
        accrued = round_half_up(balance * accruing[0], accruing[1]) if plan.in_advance else 0
        payment = _payment_cents(plan, leg, balance + accrued)
        for _ in range(leg.count):
            number += 1
            interest = round_half_up(balance * accruing[0], accruing[1])
            accruing = rate
            scheduled = interest if payment is None else payment
            if number == payments_left or balance + interest <= scheduled:
                yield Split(interest, balance, 0, 0)
                return
            principal = scheduled - interest
            more = min(extra(number), balance - principal)
            balance -= principal + more
            yield Split(interest, principal + more, more, balance)
            if not balance:
                return


def instalments(
    plan: Plan, *, start_date: date | None = None, extra: Extra = no_extra
) -> tuple[Instalment, ...]:
    """The whole schedule, down to a balance of exactly 0.00.

    `start_date` is the day from which interest runs; the first payment falls due one period later,
    or on that day in advance. Raises InvalidInput ("startDate") unless it lies from 1900 to 2199.
    """
    walked = tuple(splits(plan, extra))
    days: tuple[date | None, ...] = (None,) * len(walked)
    if start_date is not None:
        require_start_date(start_date)
        days = due_dates(start_date, len(walked), plan.frequency, in_advance=plan.in_advance)
    return tuple(
        Instalment(
            number=number,
            payment=from_cents(split.interest + split.principal),
            interest=from_cents(split.interest),
            principal=from_cents(split.principal),
            balance=from_cents(split.balance),
            due_date=day,
            extra=from_cents(split.extra),
        )
        for number, (split, day) in enumerate(zip(walked, days, strict=True), start=1)
    )


def level_cents(
    cents: int,
    annual_rate: Decimal,
    over: int,
    *,
    per_year: int,
    in_advance: bool = False,
    balloon: int = 0,
) -> int:
    """The regular payment that brings `cents` down to `balloon` in `over` payments, in whole cents.

    The nearest cent to the exact annuity, or one cent more where rounding down would leave more
    than twice the regular payment (and the balloon) to the last one; see
    `amortization.level_payment`.
    """
    rate = periodic_rate(annual_rate, per_year)
    payment = payment_cents(cents, rate, over, balloon=balloon, in_advance=in_advance)
    p, q = rate.as_integer_ratio()
    balance, owed = cents, 0 if in_advance else round_half_up(cents * p, q)
    for _ in range(over - 1):
        if balance + owed <= payment:
            return payment
        balance -= payment - owed
        owed = round_half_up(balance * p, q)
    return payment + 1 if balance + owed > 2 * payment + balloon else payment


def _payment_cents(plan: Plan, leg: Leg, owed: int) -> int | None:
    """What each payment of the leg is, or None for the interest, whatever that comes to."""
    match leg.repayment:
        case Level(over, balloon):
            return level_cents(
                owed,
                leg.annual_rate,
                over,
                per_year=plan.frequency.per_year,
                in_advance=plan.in_advance,
                balloon=to_cents(balloon),
            )
        case Fixed(payment):
            return to_cents(payment)
        case InterestOnly():
            return None
