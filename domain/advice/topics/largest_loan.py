"""The largest loan that an income bears within FHA's basic guide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.loans.affordability import Borrower, largest_loan
from domain.loans.rules.catalogue import OutsideData, rule
from domain.money import ZERO, show_money

USUAL_TERM = 360
"""Months of the mortgage that most people take."""

GUIDE = "fha-ratios"
"""The rule whose basic limits the largest loan keeps: FHA's 31 % and 43 %, known to most lenders."""


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest loan, how it is said, and by which guide; `front` is the guide's limit for housing."""

    front: Decimal
    figure: Figure
    said: str
    assumption: str


def largest_within_guide(case: Case, income: Decimal, debts: Decimal) -> Largest | None:
    """Return the largest mortgage at the case's rate and term.

    Without a term the usual one is taken, and said. None without a rate, for a loan that no home secures,
    and if no guide is held for the day.
    """
    rate, guide = case.loan.annual_rate, rule(GUIDE).on(case.on)
    months = case.loan.term_months or USUAL_TERM
    if rate is None or not case.is_mortgage or isinstance(guide, OutsideData):
        return None
    base = guide.values.table("base")
    front, back = base.number("front"), base.number("back")
    most = largest_loan(
        Borrower(income, debts),
        annual_rate=rate,
        term_months=months,
        front_limit=front,
        back_limit=back,
        down_payment=case.loan.down_payment or ZERO,
    )
    return Largest(
        front=front,
        figure=Figure(
            "largestLoan",
            "Largest loan within FHA's basic guide",
            most.amount,
            Unit.MONEY,
            f"largest amount whose payment over {show_months(months)} keeps to {front} % and, with other "
            f"debts, {back} % of income",
        ),
        said=(
            f"FHA's basic guide would allow a loan of up to **{show_money(most.amount)}** at "
            f"{show_percent(rate)} over {show_months(months)}."
        ),
        assumption=(
            f"The guide is FHA's for manual underwriting, {front} % for housing and {back} % for all "
            f"debts, in force since {guide.effective_from:%B %-d, %Y} (HUD Handbook 4000.1), here without "
            "taxes and insurance; other programs and compensating factors allow more."
        ),
    )
