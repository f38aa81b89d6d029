"""Discount points: what one costs, and when a lower rate has earned it back."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.refinance import BreakEven, points_break_even
from domain.money import CONTEXT, show_money

ASKS = (
    "Should I pay points?",
    "Is it worth buying down the rate with discount points?",
    "When do points pay for themselves?",
    "Should I pay more at closing for a lower rate?",
)

ONE_POINT = Decimal(1)
USUAL_REDUCTION = Decimal("0.25")
"""Percentage points by which one point is taken to lower the rate; lenders differ, so it is said."""


def points(case: Case) -> Finding | None:
    """One point on a mortgage, and the month in which what it cost has come back."""
    if case.quote is None or not case.is_mortgage:
        return None
    terms = case.quote.terms
    lower = CONTEXT.subtract(terms.annual_rate, USUAL_REDUCTION)
    if lower <= 0:
        return None
    found = points_break_even(
        amount=terms.amount,
        term_months=terms.term_months,
        rate_without=terms.annual_rate,
        rate_with=lower,
        points=ONE_POINT,
    )
    if found.true_months is None:
        return None
    says = (
        f"One point costs {show_money(found.cost)}; if it lowers the rate to {show_percent(lower)}, "
        f"the payment falls by {show_money(found.monthly_saving)} a month and the point has paid for "
        f"itself after **{show_months(found.true_months)}**"
    )
    return Finding(
        Topic.POINTS,
        figures=_figures(found, lower, found.true_months),
        answer=f"{says}. It is worth it only if you keep the loan longer than that.",
        option=f"{says}.",
        assumptions=(
            "One point is taken to lower the rate by 0.25 percentage points; lenders differ.",
        ),
        checks=("Ask each lender for its rate with and without points, on the same day.",),
    )


def _figures(found: BreakEven, lower: Decimal, months: int) -> tuple[Figure, ...]:
    return (
        Figure("pointCost", "Cost of one point", found.cost, Unit.MONEY, "1 % of the loan"),
        Figure("rateWithPoint", "Rate with one point", lower, Unit.PERCENT, "assumed, see there"),
        Figure(
            "pointMonthlySaving",
            "Monthly saving with one point",
            found.monthly_saving,
            Unit.MONEY,
            "payment without the point less payment with it",
        ),
        Figure(
            "pointBreakEven",
            "Break-even of one point",
            Decimal(months),
            Unit.MONTHS,
            "first month in which less has been paid and is owed than without it",
        ),
    )
