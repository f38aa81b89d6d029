"""Tests of points and fees (12 CFR 1026.32(b)) and of prepayment penalties."""

from __future__ import annotations

from decimal import Decimal

from domain.loans.rules.facts import Facts
from domain.loans.rules.result import (
    Figure,
    Finding,
    Outcome,
    Unit,
    compared,
    not_applicable,
    unknown,
    whole_cents_down,
)
from domain.loans.rules.values import Values
from domain.money import CONTEXT


def qm_points_and_fees(values: Values, facts: Facts) -> Finding:
    """At most 3 % of the total loan amount, more for small loans (1026.43(e)(3)(i)).

    The tier goes by the loan amount on the note, a percentage by the total loan amount
    (comment 43(e)(3)(i)-1 and -2).
    """
    if facts.amount is None or facts.points_and_fees is None:
        return unknown(*_missing(facts))
    tier = next(each for each in values.tables("caps") if facts.amount >= each.number("at_least"))
    if "dollars" in tier:
        cap, of = tier.number("dollars"), ""
    else:
        cap, of = _share(facts, facts.amount, tier.number("percent"))
    return _fees(facts.points_and_fees, cap, f"a qualified mortgage carries at most{of}")


def hoepa_points_and_fees(values: Values, facts: Facts) -> Finding:
    """PASS if it is not high-cost by its points and fees (1026.32(a)(1)(ii))."""
    if not facts.principal_dwelling:
        return not_applicable("only loans on a principal dwelling are covered")
    if facts.amount is None or facts.points_and_fees is None:
        return unknown(*_missing(facts))
    if facts.amount >= values.number("large_at_least"):
        cap, of = _share(facts, facts.amount, values.number("large_percent"))
    else:
        share, of = _share(facts, facts.amount, values.number("small_percent"))
        cap = min(share, values.number("small_dollars"))
    return _fees(facts.points_and_fees, cap, f"a loan is high-cost beyond{of}")


def hoepa_prepayment_penalty(values: Values, facts: Facts) -> Finding:
    """PASS if it is not high-cost by its prepayment penalty (1026.32(a)(1)(iii))."""
    if not facts.principal_dwelling:
        return not_applicable("only loans on a principal dwelling are covered")
    months, percent = facts.prepayment_penalty_months, facts.prepayment_penalty_percent
    if months is None or percent is None:
        return unknown("prepaymentPenaltyMonths", "prepaymentPenaltyPercent")
    if months > values.number("months") and percent:
        return compared(
            keeps=False,
            explanation="a loan is high-cost if a penalty may be charged longer than this",
            figure=Figure.PENALTY_MONTHS,
            unit=Unit.MONTHS,
            measured=Decimal(months),
            threshold=values.number("months"),
        )
    return compared(
        keeps=percent <= values.number("percent"),
        explanation="a loan is high-cost if a penalty may be more than this share of what is prepaid",
        figure=Figure.PENALTY_PERCENT,
        unit=Unit.PERCENT,
        measured=percent,
        threshold=values.number("percent"),
    )


def _missing(facts: Facts) -> tuple[str, ...]:
    return tuple(
        name
        for name, value in (("amount", facts.amount), ("pointsAndFees", facts.points_and_fees))
        if value is None
    )


def _share(facts: Facts, amount: Decimal, percent: Decimal) -> tuple[Decimal, str]:
    """The cap in dollars, and words for what it is a share of."""
    base, of = facts.total_loan_amount, "the total loan amount"
    if base is None:
        base, of = amount, "the loan amount, taken for the total loan amount"
    cap = CONTEXT.divide(CONTEXT.multiply(base, percent), Decimal(100))
    return whole_cents_down(cap), f" {percent} % of {of}"


def _fees(measured: Decimal, cap: Decimal, explanation: str) -> Finding:
    return Finding(
        outcome=Outcome.PASS if measured <= cap else Outcome.FAIL,
        explanation=f"{explanation}: points and fees of {Unit.DOLLARS.show(measured)} against "
        f"{Unit.DOLLARS.show(cap)}",
        figure=Figure.POINTS_AND_FEES,
        unit=Unit.DOLLARS,
        measured=measured,
        threshold=cap,
    )
