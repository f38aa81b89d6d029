"""Refinancing: what a lower rate would save, and when it has earned back what it costs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.amortization import LoanTerms
from domain.loans.refinance import BreakEven, break_even
from domain.money import CONTEXT, ZERO, show_money

ASKS = (
    "Should I refinance my loan?",
    "When does refinancing pay off?",
    "Is it worth refinancing if rates have dropped?",
    "What would a lower interest rate save me?",
    "Should I replace my loan with a cheaper one?",
)

DROP = Decimal(1)
"""Percentage points: the lower rate that is put beside the loan's own."""


def refinancing(case: Case) -> Finding | None:
    """The same debt over the same term at a rate one point lower."""
    if case.quote is None or case.quote.terms.annual_rate <= DROP:
        return None
    before = case.quote.terms
    after = replace(before, annual_rate=CONTEXT.subtract(before.annual_rate, DROP))
    found = break_even(before, after, cost=case.loan.fees or ZERO)
    knows_costs = bool(case.loan.fees)
    answer = (
        f"At a rate 1 point lower, {show_percent(after.annual_rate)}, the payment would fall by "
        f"**{show_money(found.monthly_saving)} a month**{_earned_back(found, knows_costs)}."
    )
    return Finding(
        Topic.REFINANCING,
        figures=_figures(after, found, knows_costs=knows_costs),
        answer=f"{answer} Refinancing pays only if you keep the loan longer than it takes to earn its "
        "costs back, and a longer new term adds interest.",
        option=answer,
        missing=() if knows_costs else ("what the new loan costs to get, for the break-even",),
        assumptions=("The new loan is for the same amount and term, at a rate 1 point lower.",),
        checks=("Compare what is left of the present loan with the whole cost of the new one.",),
    )


def _earned_back(found: BreakEven, knows_costs: bool) -> str:
    if not knows_costs or found.true_months is None:
        return ""
    return (
        f", and costs of {show_money(found.cost)} are earned back after "
        f"{show_months(found.true_months)}"
    )


def _figures(after: LoanTerms, found: BreakEven, *, knows_costs: bool) -> tuple[Figure, ...]:
    figures = [
        Figure(
            "lowerRate",
            "Rate 1 point lower",
            after.annual_rate,
            Unit.PERCENT,
            "the loan's rate less 1 point",
        ),
        Figure(
            "lowerRateSaving",
            "Monthly saving at that rate",
            found.monthly_saving,
            Unit.MONEY,
            "present payment less payment at that rate",
        ),
    ]
    if knows_costs and found.true_months is not None:
        figures.append(
            Figure(
                "refinanceBreakEven",
                "Break-even of the costs",
                Decimal(found.true_months),
                Unit.MONTHS,
                "first month in which less has been paid and is owed than with the present loan",
            )
        )
    return tuple(figures)
