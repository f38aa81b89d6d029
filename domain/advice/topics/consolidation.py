"""Debts made into one loan: what it costs beside the same debts over the same time at their own rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.request import LoanFacts
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case, quote_of
from domain.advice.topics.choice import USUAL_LOAN
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.wording import change
from domain.loans.amortization import LoanQuote, quote
from domain.loans.terms import LoanTerms
from domain.money import CONTEXT, show_money, total


@dataclass(frozen=True, slots=True)
class _Cost:
    """What is paid a month and in interest."""

    payment: Decimal
    interest: Decimal


def consolidation(case: Case) -> Finding | None:
    """The payment and the interest of the one loan, and of the debts as they are."""
    debts = case.weighed.debts
    if debts.new_rate is None:
        return None
    months = case.loan.term_months or USUAL_LOAN
    new = quote_of(_with_term(case, months))
    if new is None:
        return None
    old = [quote(LoanTerms(debt.amount, debt.annual_rate, months)) for debt in debts.owed]
    before = _Cost(total(each.payment for each in old), total(each.total_interest for each in old))
    return Finding(
        Topic.CHOICE,
        figures=(*_figures(before, new), *_with_fees(case, before, new)),
        answer=_answer(case, before, new),
        missing=_missing(case),
        assumptions=_assumptions(case, months),
        checks=(
            "Ask what the new loan costs to get: an origination or balance-transfer fee lowers the saving.",
        ),
        foremost=True,
        tells_cost=True,
    )


def _with_term(case: Case, months: int) -> LoanFacts:
    return replace(case.loan, term_months=months)


def _answer(case: Case, before: _Cost, new: LoanQuote) -> str:
    terms, debts = new.terms, case.weighed.debts
    payment = CONTEXT.subtract(new.payment, before.payment)
    interest = CONTEXT.subtract(new.total_interest, before.interest)
    fees = _with_fees(case, before, new)
    one = len(debts.owed) == 1
    rates = f"at {show_percent(debts.owed[0].annual_rate)}" if one else "at today's rates"
    over = show_months(terms.term_months)
    said = (
        f"**At {show_percent(terms.annual_rate)} you would pay {change(payment)} a month** and "
        f"{change(interest)} in interest, over the same {over}. {show_money(terms.amount)} {rates} over "
        f"{over} takes {show_money(before.payment)} a month and {show_money(before.interest)} in interest; "
        f"at {show_percent(terms.annual_rate)} it is {show_money(new.payment)} a month and "
        f"{show_money(new.total_interest)}."
    )
    counted = (
        f"With its fees counted the new loan comes to {change(fees[0].value)} in all."
        if fees
        else "Fees of the new loan are not counted; they lower the saving."
    )
    return f"{said} {counted} A longer term would lower the payment, and cost more interest."


def _with_fees(case: Case, before: _Cost, new: LoanQuote) -> tuple[Figure, ...]:
    """What the new loan costs more or less in all, if its fees are known."""
    if case.loan.fees is None:
        return ()
    cost = CONTEXT.add(new.total_interest, case.loan.fees)
    change_in_all = CONTEXT.subtract(cost, before.interest)
    basis = "interest and fees of the new loan less interest of the debts as they are"
    return (Figure("costDifference", "Change in all, with fees", change_in_all, Unit.MONEY, basis),)


def _missing(case: Case) -> tuple[str, ...]:
    term = () if case.loan.term_months else ("the term of the new loan, for your own figures",)
    fees = () if case.loan.fees is not None else ("the new loan's fees, for the whole saving",)
    return (*term, *fees)


def _assumptions(case: Case, months: int) -> tuple[str, ...]:
    taken = f"No term was given: {show_months(months)} are taken, as an example."
    same = "The debts as they are would be paid off in level payments over the same time."
    return (same,) if case.loan.term_months else (taken, same)


def _figures(before: _Cost, new: LoanQuote) -> tuple[Figure, ...]:
    rows = (
        ("debtsPayment", "Monthly payment, debts as they are", before.payment),
        ("debtsInterest", "Interest, debts as they are", before.interest),
        ("newPayment", "Monthly payment, new loan", new.payment),
        ("newInterest", "Interest, new loan", new.total_interest),
        (
            "paymentDifference",
            "Change of the payment",
            CONTEXT.subtract(new.payment, before.payment),
        ),
        (
            "interestDifference",
            "Change of the interest",
            CONTEXT.subtract(new.total_interest, before.interest),
        ),
    )
    basis = "level payments over the same term"
    return tuple(Figure(key, label, value, Unit.MONEY, basis) for key, label, value in rows)
