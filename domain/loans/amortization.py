"""Fixed-rate loans, by default fully amortising, monthly, in arrears; every figure to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.loans.frequency import MONTHS_PER_YEAR
from domain.loans.repayment import MONTHLY_LEVEL, Repayment, plan_of
from domain.loans.steps import Step, steps_of
from domain.loans.terms import MAX_AMOUNT, MAX_TERM_MONTHS, Instalment, LoanTerms
from domain.loans.walk import Plan, instalments, level_cents
from domain.money import from_cents, to_cents, total

__all__ = [
    "MAX_AMOUNT",
    "MAX_TERM_MONTHS",
    "Instalment",
    "LoanQuote",
    "LoanTerms",
    "LoanYear",
    "by_year",
    "level_payment",
    "level_plan",
    "quote",
    "schedule",
]


@dataclass(frozen=True, slots=True)
class LoanYear:
    """The payments of a year, counted from the first one; the last year may have fewer.

    number counts from 1; paid = interest + principal; balance is what is owed at the year's end.
    """

    number: int
    paid: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class LoanQuote:
    """What a loan costs payment by payment and in all, in dollars to the cent.

    payment is the regular one, the first of them where `steps` has several. final_payment absorbs the
    rounding of all the others and so differs from it by a little, or by the balloon.
    number_of_payments is the term's, or less where rounding the payment up to a cent pays a very
    small loan off early. total_paid = amount + total_interest.
    """

    terms: LoanTerms
    repayment: Repayment
    payment: Decimal
    final_payment: Decimal
    number_of_payments: int
    total_interest: Decimal
    total_paid: Decimal
    steps: tuple[Step, ...]
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
    return from_cents(
        level_cents(
            to_cents(terms.amount), terms.annual_rate, terms.term_months, per_year=MONTHS_PER_YEAR
        )
    )


def level_plan(terms: LoanTerms) -> Plan:
    """The loan as the engine of all schedules takes it: one leg with a level payment."""
    return plan_of(terms)


def schedule(terms: LoanTerms, *, start_date: date | None = None) -> tuple[Instalment, ...]:
    """Every payment in order, down to a balance of exactly 0.00.

    Each month's interest is the balance before it x annual rate / 12, rounded half up to the cent;
    the rest of the payment is principal, at least a cent of it each month. The last payment is what
    is then owed.

    `start_date` is the day from which interest runs. Payment k falls due k months later on the same
    day of the month, or on the month's last day where it is shorter: 31 January, 28 February,
    31 March. Raises InvalidInput ("startDate") unless it lies from 1900 to 2199.
    """
    return instalments(level_plan(terms), start_date=start_date)


def by_year(rows: Sequence[Instalment], *, per_year: int = MONTHS_PER_YEAR) -> tuple[LoanYear, ...]:
    """The schedule summed by loan year: of monthly payments 1-12, 13-24 and so on."""
    years = (rows[start : start + per_year] for start in range(0, len(rows), per_year))
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


def quote(
    terms: LoanTerms,
    *,
    repayment: Repayment = MONTHLY_LEVEL,
    start_date: date | None = None,
) -> LoanQuote:
    """Payment, totals and schedule of one loan; `start_date` as for `schedule`.

    Raises InvalidInput as `repayment.plan_of` and `schedule` do.
    """
    plan = plan_of(terms, repayment)
    rows = instalments(plan, start_date=start_date)
    return LoanQuote(
        terms=terms,
        repayment=repayment,
        payment=rows[0].payment,
        final_payment=rows[-1].payment,
        number_of_payments=len(rows),
        total_interest=total(each.interest for each in rows),
        total_paid=total(each.payment for each in rows),
        steps=steps_of(plan, rows),
        schedule=rows,
    )
