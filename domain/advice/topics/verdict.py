"""Whether a rate is a good one, held against the rate sheet for such loans."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.reading.pricing import Pricing
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.sheet_rate import NOT_MARKET_RATES
from domain.loans.amortization import level_payment
from domain.money import CONTEXT, show_money
from domain.rate_sheets.row import Measure

ASKS = (
    "Is this a good deal?",
    "Is this a good loan?",
    "Is that a good interest rate?",
    "Is this rate too high?",
    "Am I getting ripped off with this rate?",
    "Is this a fair offer?",
    "Is this a decent rate for a car loan?",
    "Should I take this offer?",
    "What rate can I get with my credit score?",
    "Can I get a car loan with bad credit?",
)

NEAR = Decimal("0.25")
"""Percentage points by which a rate may lie over the sheet's and still be said to be in line."""

_MEASURES = {
    Measure.CREDIT_SCORE: "your credit score",
    Measure.LOAN_TO_VALUE: "the property's value",
    Measure.TERM: "the term",
}


def verdict(case: Case) -> Finding | None:
    """Say where the rate lies beside the sheet's; what is missing to say so."""
    rate = case.loan.annual_rate
    pricing = case.pricing
    if rate is None or case.pricing_gave_rate:
        return _unasked(pricing)
    if pricing is None or pricing.lowest is None or pricing.highest is None:
        return _open(case)
    low, high = pricing.lowest, pricing.highest
    gap = CONTEXT.subtract(rate, high)
    figures = [*_bounds(low, high)]
    said = _said(rate, low, high, pricing)
    if gap > NEAR and case.quote is not None:
        saving = CONTEXT.subtract(
            case.quote.payment, level_payment(replace(case.quote.terms, annual_rate=high))
        )
        figures.append(
            Figure(
                "savingAtSheet",
                "Saved a month at that rate",
                saving,
                Unit.MONEY,
                "payment less that",
            )
        )
        said = f"{said} At {show_percent(high)} the payment would be {show_money(saving)} a month less."
    return Finding(
        Topic.VERDICT,
        figures=tuple(figures),
        answer=said,
        missing=_narrowing(case) if low != high else (),
        checks=(
            "Judge the whole offer by its APR, which counts the fees, and ask other lenders on the same day.",
        ),
    )


def _unasked(pricing: Pricing | None) -> Finding:
    """Without an offer: the rates that the sheet has for such a borrower."""
    missing = ("the rate that you were offered, to judge it",)
    if pricing is None or pricing.lowest is None or pricing.highest is None:
        return Finding(Topic.VERDICT, missing=missing)
    sheet, span = _sheet(pricing), _span(pricing.lowest, pricing.highest)
    return Finding(
        Topic.VERDICT,
        figures=_bounds(pricing.lowest, pricing.highest),
        answer=(
            f"Whether a lender says yes I cannot know; {sheet} for {pricing.product} has **{span}** for such "
            "a borrower and loan. Several lenders must be asked, for their standards differ."
        ),
        missing=missing,
    )


def _sheet(pricing: Pricing) -> str:
    return f"the sample rate sheet ({NOT_MARKET_RATES})" if pricing.sample else "the rate sheet"


def _span(low: Decimal, high: Decimal) -> str:
    return show_percent(low) if low == high else f"{show_percent(low)} to {show_percent(high)}"


def _bounds(low: Decimal, high: Decimal) -> tuple[Figure, ...]:
    basis = "rows for such a loan"
    return (
        Figure("sheetLowest", "Lowest rate of the sheet", low, Unit.PERCENT, basis),
        Figure("sheetHighest", "Highest rate of the sheet", high, Unit.PERCENT, basis),
    )


def _said(rate: Decimal, low: Decimal, high: Decimal, pricing: Pricing) -> str:
    against = f"{_sheet(pricing)} for {pricing.product}"
    span = _span(low, high)
    shown = show_percent(rate)
    if rate > CONTEXT.add(high, NEAR):
        return f"**This rate looks high**: {shown} is above what {against} has for it, {span}."
    if rate < low:
        return (
            f"**This rate looks good**: {shown} is below what {against} has for it, {span}. See that "
            "fees do not make up for it."
        )
    if low == high:
        return f"**This rate looks fair**: {shown} is in line with {against}, which has {span}."
    return (
        f"**It may be fair, depending on your credit**: {shown} lies within what {against} has for such "
        f"loans, {span}; the stronger your credit, the nearer to the low end it should be."
    )


def _open(case: Case) -> Finding:
    """Where no sheet is for the loan, say what a judgement would take."""
    what = "what the loan is for" if case.loan.purpose is None else "a rate sheet for such loans"
    return Finding(
        Topic.VERDICT,
        answer=(
            "**I cannot call it good or bad from this alone**: a rate is good or bad beside what others "
            f"offer for the same kind of loan, term and credit, and I do not know {what}."
        ),
        missing=("what the loan is for and your credit score, to judge the rate",),
    )


def _narrowing(case: Case) -> tuple[str, ...]:
    unknown = {
        Measure.CREDIT_SCORE: case.borrower.credit_score is None,
        Measure.LOAN_TO_VALUE: case.is_mortgage and case.loan.property_value is None,
        Measure.TERM: case.loan.term_months is None,
    }
    asked = [said for measure, said in _MEASURES.items() if unknown[measure]]
    return (f"{' and '.join(asked)}, to judge the rate more closely",) if asked else ()
