"""What a loan is and what one payment of it does: the words the other modules share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.errors import InvalidInput
from domain.money import ZERO, require_not_negative, require_positive, round_cents, show_money
from domain.rates import require_percent

MAX_AMOUNT = Decimal("1000000000.00")
MAX_TERM_MONTHS = 600
USUAL_MORTGAGE_TERM = 360
"""Months of the mortgage that most people take."""
MAX_TERM_YEARS = 50
LONGEST_NAME = 100
EARLIEST_START = date(1900, 1, 1)
LATEST_START = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What is borrowed, at which fixed rate, for how long.

    amount: dollars in whole cents, from 0.01 to 1,000,000,000.00.
    annual_rate: nominal percent a year, from 0 to 100, with at most 6 decimals.
    term_months: number of monthly payments, from 1 to 600 (50 years).

    Raises InvalidInput with field "amount", "annualRate" or "termMonths".
    """

    amount: Decimal
    annual_rate: Decimal
    term_months: int

    def __post_init__(self) -> None:
        require_loan_amount(self.amount)
        require_percent(self.annual_rate, field="annualRate")
        if not 1 <= self.term_months <= MAX_TERM_MONTHS:
            raise InvalidInput(
                f"termMonths must be from 1 to {MAX_TERM_MONTHS} months", field="termMonths"
            )


def known_terms(
    amount: Decimal | None, annual_rate: Decimal | None, term_months: int | None
) -> LoanTerms | None:
    """The loan, or None if any of the three is not known. Raises InvalidInput as `LoanTerms` does."""
    if amount is None or annual_rate is None or term_months is None:
        return None
    return LoanTerms(amount, annual_rate, term_months)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment and what it does; payment = interest + principal, to the cent.

    number counts from 1; balance is what is still owed after it; due_date is None for a schedule
    without a start date. extra is the part of the principal paid beyond the scheduled payment. Where
    a payment does not cover the interest, principal is negative and the balance grows.
    """

    number: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal
    due_date: date | None = None
    extra: Decimal = ZERO


def require_loan_amount(amount: Decimal, *, field: str = "amount") -> None:
    """Raise InvalidInput unless `amount` is in whole cents, from 0.01 to 1,000,000,000.00."""
    require_positive(amount, field=field)
    require_amount(amount, field=field)


def require_amount(amount: Decimal, *, field: str) -> None:
    """Raise InvalidInput unless `amount` is in whole cents, from 0 to 1,000,000,000.00.

    Sums of such amounts stay within what every later figure can hold.
    """
    require_whole_cents(amount, field=field)
    if amount > MAX_AMOUNT:
        raise InvalidInput(f"{field} must be at most {show_money(MAX_AMOUNT)}", field=field)


def require_start_date(day: date, *, field: str = "startDate") -> None:
    """Raise InvalidInput naming `field` for a day that can only be a slip of the pen.

    The longest loan from the latest day ends within the calendar.
    """
    if not EARLIEST_START <= day <= LATEST_START:
        raise InvalidInput(f"{field} must be from {EARLIEST_START} to {LATEST_START}", field=field)


def require_whole_cents(amount: Decimal, *, field: str) -> None:
    """Raise InvalidInput naming `field` unless `amount` is finite, not negative, in whole cents."""
    require_not_negative(amount, field=field)
    if amount != round_cents(amount):
        raise InvalidInput(f"{field} must be in whole cents", field=field)


def require_name(name: str) -> None:
    """Raise InvalidInput ("name") unless it has from 1 to 100 characters, not all of them blank."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidInput(f"name must have from 1 to {LONGEST_NAME} characters", field="name")


def require_months(months: int, least: int, most: int, *, field: str) -> None:
    """Raise InvalidInput naming `field` unless least <= months <= most."""
    if not least <= months <= most:
        raise InvalidInput(f"{field} must be from {least} to {most} months", field=field)
