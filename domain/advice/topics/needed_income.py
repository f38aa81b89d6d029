"""The income that a loan takes, where the question asks for it: the payment worked backward by the guide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.affording import payment_of
from domain.advice.topics.case import Case, quote_of
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.largest_loan import GUIDE
from domain.loans.rules.catalogue import OutsideData, RuleVersion, rule
from domain.loans.terms import USUAL_MORTGAGE_TERM
from domain.money import CONTEXT, ZERO, round_cents, show_money

MONTHS_A_YEAR = Decimal(12)


def needed_income(case: Case) -> Finding | None:
    """The least income within FHA's basic guide for the loan and the debts beside it.

    A mortgage without a term is taken over the usual one, and that is said; of other loans only the guide
    for all debts counts. None if no income is asked for, and if no guide is held for the day.
    """
    guide, usual = rule(GUIDE).on(case.on), USUAL_MORTGAGE_TERM if case.is_mortgage else None
    loan = quote_of(replace(case.loan, term_months=case.loan.term_months or usual))
    if not case.weighed.asks_income or isinstance(guide, OutsideData):
        return None
    if loan is None:
        missing = ("the loan's amount, annual rate and term, for the income that it takes",)
        return Finding(Topic.QUALIFYING, missing=missing)
    base = guide.values.table("base")
    limits = _Limits(base.number("front") if case.is_mortgage else None, base.number("back"))
    least = limits.least(payment_of(case, loan), case.borrower.monthly_debts or ZERO)
    yearly = round_cents(CONTEXT.multiply(least, MONTHS_A_YEAR))
    over = show_months(loan.terms.term_months)
    return Finding(
        Topic.QUALIFYING,
        figures=(
            Figure(
                "neededIncome",
                "Gross income a month that this takes",
                least,
                Unit.MONEY,
                limits.basis,
            ),
            Figure("neededIncomeYearly", "The same a year", yearly, Unit.MONEY, limits.basis),
        ),
        answer=(
            f"**You would need a gross income of about {show_money(least)} a month**, {show_money(yearly)} a "
            f"year: the payment on {show_money(loan.terms.amount)} at "
            f"{show_percent(loan.terms.annual_rate)} over {over} is {show_money(loan.payment)} a month, and "
            f"FHA's basic guide holds {limits.said} of income."
        ),
        missing=_missing(case),
        assumptions=_assumptions(case, over, guide),
        foremost=True,
    )


@dataclass(frozen=True, slots=True)
class _Limits:
    """The most that housing and all debts may take of an income, in percent; housing only of a mortgage."""

    front: Decimal | None
    back: Decimal

    def least(self, payment: Decimal, debts: Decimal) -> Decimal:
        """Return the least income a month that keeps to them."""
        by_debts = _whole_of(CONTEXT.add(payment, debts), self.back)
        return by_debts if self.front is None else max(by_debts, _whole_of(payment, self.front))

    @property
    def basis(self) -> str:
        """How it is computed."""
        by_debts = f"(payment + other debts) / {show_percent(self.back)}"
        if self.front is None:
            return by_debts
        return f"the larger of housing payment / {show_percent(self.front)} and {by_debts}"

    @property
    def said(self) -> str:
        """What is held to what."""
        housing = "" if self.front is None else f"housing to {show_percent(self.front)} and "
        return f"{housing}all debts to {show_percent(self.back)}"


def _whole_of(part: Decimal, percent: Decimal) -> Decimal:
    """Return that of which the part is so many percent, in cents."""
    return round_cents(CONTEXT.divide(CONTEXT.multiply(part, Decimal(100)), percent))


def _missing(case: Case) -> tuple[str, ...]:
    costs = case.is_mortgage and case.loan.other_costs is None
    debts = case.borrower.monthly_debts is None
    return (
        *(
            ["property taxes, insurance and dues a month: they call for more income"]
            if costs
            else []
        ),
        *(["other monthly debt payments: they may call for more income"] if debts else []),
    )


def _assumptions(case: Case, over: str, guide: RuleVersion) -> tuple[str, ...]:
    taken = [] if case.loan.term_months else [f"No term was given: {over} are taken."]
    since = f"{guide.effective_from:%B %-d, %Y}"
    return (
        *taken,
        (
            f"The guide is FHA's for manual underwriting, in force since {since} (HUD Handbook 4000.1); "
            "other programs, loans and compensating factors allow more."
        ),
    )
