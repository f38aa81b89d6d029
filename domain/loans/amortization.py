"""Level-payment loans: fully amortising, monthly, paid in arrears, every figure to the cent."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from decimal import Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.money import (
    from_cents,
    require_positive,
    round_cents,
    round_half_up,
    show_money,
    to_cents,
    total,
)
from domain.rates import periodic_rate, require_percent

MONTHS_PER_YEAR = 12
MAX_AMOUNT = Decimal("1000000000.00")
MAX_TERM_MONTHS = 600


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
        require_positive(self.amount, field="amount")
        if self.amount > MAX_AMOUNT:
            raise InvalidInput(f"amount must be at most {show_money(MAX_AMOUNT)}", field="amount")
        if self.amount != round_cents(self.amount):
            raise InvalidInput("amount must be in whole cents", field="amount")
        require_percent(self.annual_rate, field="annualRate")
        if not 1 <= self.term_months <= MAX_TERM_MONTHS:
            raise InvalidInput(
                f"termMonths must be from 1 to {MAX_TERM_MONTHS} months", field="termMonths"
            )


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment and what it does; payment = interest + principal, to the cent.

    number counts from 1; balance is what is still owed after it; due_date is None for a schedule
    without a start date.
    """

    number: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class LoanYear:
    """The payments of twelve months, counted from the first one; the last year may have fewer.

    number counts from 1; paid = interest + principal; balance is what is owed at the year's end.
    """

    number: int
    paid: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class LoanQuote:
    """What a loan costs month by month and in all, in dollars to the cent.

    payment is the regular one. final_payment absorbs the rounding of all the others and so differs
    from it by a little. number_of_payments is the term, or less where rounding the payment up to a
    cent pays a very small loan off early. total_paid = amount + total_interest.
    """

    terms: LoanTerms
    payment: Decimal
    final_payment: Decimal
    number_of_payments: int
    total_interest: Decimal
    total_paid: Decimal
    schedule: tuple[Instalment, ...]


def level_payment(terms: LoanTerms) -> Decimal:
    """The regular monthly payment, in dollars, rounded half up to the cent.

    The ordinary annuity, amount x i / (1 - (1 + i)^-n) with i the monthly rate and n the term, or
    amount / n without interest; computed exactly and rounded once.

    Over a long term at a very high rate, or for a loan of a few dollars, a fraction of a cent a
    month compounds until the rounded payment no longer covers the interest, or leaves most of the
    loan to the end. Where the final payment would be more than twice the regular one, which is what
    Regulation Z calls a balloon payment (12 CFR 1026.37(b)(5)), the payment is one cent higher.
    One cent always suffices: the payment then exceeds the exact one by at least the half cent that
    rounding can add to a month's interest, so the balance never runs above the exact one. By that
    cent, and only there, the payment of a slightly larger loan can be the smaller one.
    """
    return from_cents(_payment_cents(terms))


def schedule(terms: LoanTerms, *, start_date: date | None = None) -> tuple[Instalment, ...]:
    """Every payment in order, down to a balance of exactly 0.00.

    Each month's interest is the balance before it x annual rate / 12, rounded half up to the cent;
    the rest of the payment is principal, at least a cent of it each month. The last payment is what
    is then owed.

    `start_date` is the day from which interest runs. Payment k falls due k months later on the same
    day of the month, or on the month's last day where it is shorter: 31 January, 28 February,
    31 March. Raises InvalidInput ("startDate") where the last one may fall beyond the year 9999.
    """
    if start_date is not None and start_date.year + terms.term_months // 12 >= MAXYEAR:
        raise InvalidInput("startDate is too late for this term", field="startDate")
    balance = to_cents(terms.amount)
    instalments: list[Instalment] = []
    for number, (interest, principal) in enumerate(_splits(terms, _payment_cents(terms)), start=1):
        balance -= principal
        instalments.append(
            Instalment(
                number=number,
                payment=from_cents(interest + principal),
                interest=from_cents(interest),
                principal=from_cents(principal),
                balance=from_cents(balance),
                due_date=None if start_date is None else _months_after(start_date, number),
            )
        )
    return tuple(instalments)


def by_year(instalments: Sequence[Instalment]) -> tuple[LoanYear, ...]:
    """The schedule summed by loan year: payments 1-12, 13-24 and so on."""
    years = (
        instalments[start : start + MONTHS_PER_YEAR]
        for start in range(0, len(instalments), MONTHS_PER_YEAR)
    )
    return tuple(
        LoanYear(
            number=number,
            paid=total(each.payment for each in year),
            interest=total(each.interest for each in year),
            principal=total(each.principal for each in year),
            balance=year[-1].balance,
        )
        for number, year in enumerate(years, start=1)
    )


def quote(terms: LoanTerms, *, start_date: date | None = None) -> LoanQuote:
    """Payment, totals and schedule of one loan; `start_date` as for `schedule`."""
    instalments = schedule(terms, start_date=start_date)
    return LoanQuote(
        terms=terms,
        payment=instalments[0].payment,
        final_payment=instalments[-1].payment,
        number_of_payments=len(instalments),
        total_interest=total(each.interest for each in instalments),
        total_paid=total(each.payment for each in instalments),
        schedule=instalments,
    )


def _payment_cents(terms: LoanTerms) -> int:
    payment = _annuity_cents(terms)
    *_, (interest, principal) = _splits(terms, payment)
    is_balloon = interest + principal > 2 * payment
    return payment + 1 if is_balloon else payment


def _annuity_cents(terms: LoanTerms) -> int:
    rate = _monthly_rate(terms)
    cents, months = to_cents(terms.amount), terms.term_months
    if not rate:
        return round_half_up(cents, months)
    # With i = p/q: i (1+i)^n / ((1+i)^n - 1) = p (q+p)^n / (q ((q+p)^n - q^n)), all in integers.
    p, q = rate.as_integer_ratio()
    grown = (q + p) ** months
    return round_half_up(cents * p * grown, q * (grown - q**months))


def _splits(terms: LoanTerms, payment: int) -> Iterator[tuple[int, int]]:
    """Interest and principal of each payment, in cents, until nothing is owed."""
    p, q = _monthly_rate(terms).as_integer_ratio()
    balance = to_cents(terms.amount)
    for months_left in range(terms.term_months, 0, -1):
        interest = round_half_up(balance * p, q)
        settles = months_left == 1 or balance + interest <= payment
        principal = balance if settles else payment - interest
        yield interest, principal
        balance -= principal
        if not balance:
            return


def _monthly_rate(terms: LoanTerms) -> Fraction:
    return periodic_rate(terms.annual_rate, MONTHS_PER_YEAR)


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, MONTHS_PER_YEAR)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
