"""How a loan is repaid: how often, from when, with what interest-only period or balloon."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.frequency import Frequency
from domain.loans.terms import MAX_TERM_MONTHS, LoanTerms, require_whole_cents
from domain.loans.walk import InterestOnly, Leg, Level, Plan
from domain.money import ZERO, show_money


@dataclass(frozen=True, slots=True)
class Repayment:
    """How a loan is repaid: unless said otherwise, by level monthly payments in arrears, in full.

    frequency: how often a payment falls due.
    in_advance: the first one on the day of the loan, and so on.
    interest_only_months: for so long at first, payments are the interest alone.
    amortization_months: the level payment is that of a loan of so many months; what it leaves at the
    end of the term is due with the last payment. None: the term.
    balloon: dollars that are left to be due with the last payment.

    Raises InvalidInput ("interestOnlyMonths", "amortizationMonths", "balloon") for what is out of
    bounds, a balloon said in two ways, and payments in advance that are not level from the first to
    the last.
    """

    frequency: Frequency = Frequency.MONTHLY
    in_advance: bool = False
    interest_only_months: int = 0
    amortization_months: int | None = None
    balloon: Decimal = ZERO

    def __post_init__(self) -> None:
        require_whole_cents(self.balloon, field="balloon")
        if self.interest_only_months < 0:
            raise InvalidInput(
                "interestOnlyMonths must not be negative", field="interestOnlyMonths"
            )
        if self.amortization_months is not None and self.balloon:
            raise InvalidInput("give amortizationMonths or a balloon, not both", field="balloon")
        if self.in_advance and self.interest_only_months:
            raise InvalidInput(
                "interest alone cannot be paid in advance", field="interestOnlyMonths"
            )
        if self.in_advance and self.balloon:
            raise InvalidInput("a balloon follows payments in arrears", field="balloon")


MONTHLY_LEVEL = Repayment()


def plan_of(terms: LoanTerms, repayment: Repayment = MONTHLY_LEVEL) -> Plan:
    """The loan as the engine of all schedules takes it.

    Raises InvalidInput ("termMonths", "interestOnlyMonths", "amortizationMonths") for a time that
    is not a whole number of payments, a single payment in advance, an interest-only period as long
    as the loan and an amortization shorter than it or longer than 600 months, ("balloon") for one
    above the amount.
    """
    if repayment.balloon > terms.amount:
        raise InvalidInput(
            f"a balloon is at most the loan, {show_money(terms.amount)}", field="balloon"
        )
    count = _payments(terms.term_months, repayment, field="termMonths")
    if repayment.in_advance and count < 2:
        raise InvalidInput("a single payment in advance leaves no loan", field="termMonths")
    interest_only = _interest_only(terms, repayment)
    level = Level(_level_over(terms, repayment) - interest_only, repayment.balloon)
    legs = [Leg(count - interest_only, terms.annual_rate, level)]
    if interest_only:
        legs.insert(0, Leg(interest_only, terms.annual_rate, InterestOnly()))
    return Plan(terms.amount, tuple(legs), repayment.frequency, repayment.in_advance)


def _interest_only(terms: LoanTerms, repayment: Repayment) -> int:
    months = repayment.interest_only_months
    if months >= terms.term_months:
        raise InvalidInput(
            "interestOnlyMonths must be fewer than termMonths", field="interestOnlyMonths"
        )
    return _payments(months, repayment, field="interestOnlyMonths")


def _level_over(terms: LoanTerms, repayment: Repayment) -> int:
    months = repayment.amortization_months
    if months is None:
        return _payments(terms.term_months, repayment, field="termMonths")
    if not terms.term_months <= months <= MAX_TERM_MONTHS:
        raise InvalidInput(
            f"amortizationMonths must be from termMonths to {MAX_TERM_MONTHS}",
            field="amortizationMonths",
        )
    return _payments(months, repayment, field="amortizationMonths")


def _payments(months: int, repayment: Repayment, *, field: str) -> int:
    payments = months / repayment.frequency.months
    if payments.denominator != 1:
        every = (1 / repayment.frequency.months).denominator
        raise InvalidInput(
            f"{field} must be a whole number of payments: a multiple of {every} months", field=field
        )
    return payments.numerator
