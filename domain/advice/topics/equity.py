"""What the loan is against the property's value, and when mortgage insurance ends."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.amortization import LoanQuote
from domain.loans.mortgage_insurance import (
    AUTOMATIC_PERCENT,
    REQUEST_PERCENT,
    InsuranceEnd,
    insurance_end,
)
from domain.loans.ratios import loan_to_value
from domain.money import CONTEXT, round_cents, show_money

ASKS = (
    "Do I need private mortgage insurance?",
    "When can I stop paying PMI?",
    "How much should I put down on a house?",
    "What is my loan-to-value ratio (LTV)?",
    "How do I avoid mortgage insurance?",
)


def equity(case: Case) -> Finding | None:
    """The loan-to-value ratio and, where it is over 80 % on a mortgage, the end of its insurance."""
    amount, value = case.loan.amount, case.loan.property_value
    if amount is None:
        return None
    if value is None:
        if not case.is_mortgage:
            return None
        return Finding(Topic.EQUITY, missing=("the property's value, for the loan-to-value ratio",))
    ratio = loan_to_value(amount=amount, property_value=value)
    figure = Figure(
        "loanToValue",
        "Loan-to-value ratio",
        ratio,
        Unit.PERCENT,
        "loan amount / property value",
    )
    answer = f"The loan finances **{show_percent(ratio)}** of the property's value."
    if not case.is_mortgage:
        return Finding(Topic.EQUITY, figures=(figure,), answer=answer)
    most = _share(value, REQUEST_PERCENT)
    if amount <= most:
        said = f"{answer} At that share, lenders ask for no private mortgage insurance."
        return Finding(
            Topic.EQUITY,
            figures=(figure,),
            answer=said,
            assumptions=(_USUAL,),
            checks=(_STILL_PAID,),
        )
    return _insured(case.quote, value, figure, answer, CONTEXT.subtract(amount, most))


_STILL_PAID = (
    "If you pay mortgage insurance now, ask your servicer in writing to end it: you may once the balance "
    f"reaches {REQUEST_PERCENT} % of the value that the home had when you took the loan."
)
_USUAL = f"Lenders ask for private mortgage insurance above {REQUEST_PERCENT} % of the value."


def _insured(
    loan: LoanQuote | None, value: Decimal, ratio: Figure, answer: str, short: Decimal
) -> Finding:
    more = f"Bring {show_money(short)} more to start without mortgage insurance."
    figures = [
        ratio,
        Figure(
            "downPaymentShort",
            "More down payment to reach 80 % of the value",
            short,
            Unit.MONEY,
            "loan amount - 80 % of the property's value",
        ),
    ]
    if loan is not None:
        end = insurance_end(loan.schedule, original_value=value)
        figures += _ends(end)
        answer += " " + _said(end)
    return Finding(
        Topic.EQUITY,
        figures=tuple(figures),
        answer=f"{answer} {more}",
        option=more,
        assumptions=(
            (
                "Mortgage insurance ends as the Homeowners Protection Act says for private insurance (12 "
                "USC 4902), by the initial schedule and for a borrower who is current; FHA's differs."
            ),
        ),
        checks=("Ask what the mortgage insurance costs a month: it is not in the payment above.",),
    )


def _said(end: InsuranceEnd) -> str:
    return (
        f"Private mortgage insurance can end at your request after {show_months(end.by_request)}, when "
        f"the balance is scheduled to reach {REQUEST_PERCENT} % of the value, and must end by itself "
        f"after {show_months(end.last_premium)}."
    )


def _ends(end: InsuranceEnd) -> tuple[Figure, ...]:
    return (
        Figure(
            "insuranceEndsOnRequest",
            "Mortgage insurance ends on request",
            Decimal(end.by_request),
            Unit.MONTHS,
            f"payments until the scheduled balance is {REQUEST_PERCENT} % of the value",
        ),
        Figure(
            "insuranceEndsByItself",
            "Mortgage insurance ends by itself",
            Decimal(end.last_premium),
            Unit.MONTHS,
            f"payments until it is {AUTOMATIC_PERCENT} %, or the middle of the term if that is sooner",
        ),
    )


def _share(value: Decimal, percent: int) -> Decimal:
    return round_cents(CONTEXT.divide(CONTEXT.multiply(value, Decimal(percent)), Decimal(100)))
