"""The income that a loan takes, where the question asks for it: the payment worked backward by the guide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.affording import payment_of
from domain.advice.topics.case import Case, quote_of
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.largest_loan import GUIDE
from domain.loans.amortization import LoanQuote
from domain.loans.rules.catalogue import OutsideData, RuleVersion, rule
from domain.loans.terms import USUAL_MORTGAGE_TERM
from domain.money import CONTEXT, ZERO, round_cents, show_money

MONTHS_A_YEAR = Decimal(12)


def needed_income(case: Case) -> Finding | None:
    """The least income within FHA's basic guide for the loan and the debts beside it.

    A mortgage without a term is taken over the usual one, one without a rate at the lowest and the highest
    that a sheet has for it, and that is said; of other loans only the guide for all debts counts. None if
    no income is asked for, and if no guide is held for the day.
    """
    guide = rule(GUIDE).on(case.on)
    if not case.weighed.asks_income or isinstance(guide, OutsideData):
        return None
    loans = _loans(case)
    if not loans:
        missing = ("the loan's amount, annual rate and term, for the income that it takes",)
        return Finding(Topic.QUALIFYING, missing=missing)
    base = guide.values.table("base")
    limits = _Limits(base.number("front") if case.is_mortgage else None, base.number("back"))
    debts = case.borrower.monthly_debts or ZERO
    least = [limits.least(payment_of(case, loan), debts) for loan in loans]
    return Finding(
        Topic.QUALIFYING,
        figures=tuple(_figures(loans, least, limits)),
        answer=_answer(case, loans, least, limits),
        missing=_missing(case),
        assumptions=_assumptions(case, show_months(loans[0].terms.term_months), guide),
        foremost=True,
    )


def _loans(case: Case) -> list[LoanQuote]:
    """The loan at its rate, or at the lowest and the highest of a sheet; none if it is not known."""
    usual = USUAL_MORTGAGE_TERM if case.is_mortgage else None
    rates = [case.loan.annual_rate]
    if case.loan.annual_rate is None and case.pricing is not None:
        rates = [case.pricing.lowest, case.pricing.highest]
    quoted = (
        quote_of(replace(case.loan, annual_rate=rate, term_months=case.loan.term_months or usual))
        for rate in dict.fromkeys(rates)
    )
    return [loan for loan in quoted if loan is not None]


def _answer(
    case: Case, loans: Sequence[LoanQuote], least: Sequence[Decimal], limits: _Limits
) -> str:
    terms = loans[0].terms
    monthly = " to ".join(show_money(income) for income in least)
    yearly = " to ".join(show_money(_yearly(income)) for income in least)
    payments = " to ".join(show_money(loan.payment) for loan in loans)
    rates = " to ".join(show_percent(loan.terms.annual_rate) for loan in loans)
    return (
        f"**You would need a gross income of about {monthly} a month**, {yearly} a year: the payment on "
        f"{show_money(terms.amount)} at {rates}{_whose(case)} over {show_months(terms.term_months)} is "
        f"{payments} a month, and FHA's basic guide holds {limits.said} of income."
    )


def _whose(case: Case) -> str:
    """Say of rates that nobody told where they are from."""
    if case.loan.annual_rate is not None or case.pricing is None:
        return ""
    if case.pricing.sample:
        return ", the lowest and the highest rate of the sample rate sheet (not market rates),"
    return ", the lowest and the highest rate of the rate sheet in effect,"


def _figures(
    loans: Sequence[LoanQuote], least: Sequence[Decimal], limits: _Limits
) -> Iterator[Figure]:
    for place, (loan, income) in enumerate(zip(loans, least, strict=True)):
        ending = "Most" if place else ""
        at = f" at {show_percent(loan.terms.annual_rate)}" if len(loans) > 1 else ""
        label = f"Gross income a month that this takes{at}"
        yearly = f"The same a year{at}"
        yield Figure(f"neededIncome{ending}", label, income, Unit.MONEY, limits.basis)
        yield Figure(
            f"neededIncomeYearly{ending}", yearly, _yearly(income), Unit.MONEY, limits.basis
        )
        if at:
            basis = "level payment, rounded to the cent"
            name = f"neededFor{ending}"
            yield Figure(name, f"Monthly payment{at}", loan.payment, Unit.MONEY, basis)


def _yearly(income: Decimal) -> Decimal:
    return round_cents(CONTEXT.multiply(income, MONTHS_A_YEAR))


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
