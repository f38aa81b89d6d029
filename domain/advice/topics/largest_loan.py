"""The largest loan that an income bears within FHA's basic guide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.topics.case import Case
from domain.loans.affordability import Borrower, largest_loan
from domain.loans.rules.catalogue import OutsideData, rule
from domain.money import ZERO, show_money

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

    None without a rate or a term, for a loan that no home secures, and if no guide is held for the day.
    """
    rate, months, guide = case.loan.annual_rate, case.loan.term_months, rule(GUIDE).on(case.on)
    if rate is None or months is None or not case.is_mortgage or isinstance(guide, OutsideData):
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
            f"largest amount whose payment keeps to {front} % and, with other debts, {back} % of "
            "income",
        ),
        said=(
            f"FHA's basic guide would allow a loan of up to **{show_money(most.amount)}** at this rate "
            "and term."
        ),
        assumption=(
            f"The guide is FHA's for manual underwriting, {front} % for housing and {back} % for all "
            f"debts, in force since {guide.effective_from:%B %-d, %Y} (HUD Handbook 4000.1), here without "
            "taxes and insurance; other programs and compensating factors allow more."
        ),
    )
