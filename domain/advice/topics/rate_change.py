"""What happens to the payment if the rate rises: before it is locked, or because it is adjustable."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.request import RateType
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.amortization import level_payment
from domain.money import CONTEXT, show_money
from domain.rates import MAX_PERCENT

ASKS = (
    "What if the interest rate goes up?",
    "How high can my adjustable-rate mortgage payment go?",
    "My ARM resets next year: how bad can it get?",
    "Should I take an adjustable or a fixed rate?",
    "Should I lock my rate now?",
)

RISES = (Decimal(1), Decimal(2), Decimal(5))
"""Percentage points: a move before a lock, the usual first cap, and the usual lifetime cap."""


def rate_change(case: Case) -> Finding | None:
    """The payment at rates one, two and five points higher."""
    if case.quote is None:
        return None
    terms = case.quote.terms
    rates = [(rise, CONTEXT.add(terms.annual_rate, rise)) for rise in RISES]
    payments = [
        (rise, rate, level_payment(replace(terms, annual_rate=rate)))
        for rise, rate in rates
        if rate <= MAX_PERCENT
    ]
    if not payments:
        return None
    said = [
        f"at {show_percent(rate)} the payment would be {show_money(payment)} a month"
        for _, rate, payment in payments
    ]
    adjustable = case.loan.rate_type is RateType.ADJUSTABLE
    return Finding(
        Topic.RATE_CHANGE,
        figures=tuple(
            Figure(
                f"paymentAtPlus{rise}",
                f"Monthly payment at {show_percent(rate)}",
                payment,
                Unit.MONEY,
                f"level payment at a rate {rise} points higher, over the same term",
            )
            for rise, rate, payment in payments
        ),
        answer=f"If the rate rises, the payment rises with it: {'; '.join(said)}.",
        option=f"Be ready for a higher rate: {said[0]}.",
        missing=_ADJUSTABLE if adjustable else (),
        assumptions=("Higher rates are computed as if they applied from the first payment.",),
    )


_ADJUSTABLE = (
    "the index, margin, caps and first adjustment of the adjustable rate, for its worst case",
)
