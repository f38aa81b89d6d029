"""Shares of income that several programs limit; compared exactly, shown with two decimals."""

from __future__ import annotations

from decimal import Decimal

from domain.loans.rules.facts import Facts
from domain.loans.rules.result import Figure, Finding, Unit, compared, unknown
from domain.money import CONTEXT, total
from domain.rates import percent_of

_WORDS = {Figure.HOUSING_RATIO: "for housing", Figure.TOTAL_DEBT_RATIO: "for all debts"}


def obligations_of(facts: Facts) -> Decimal | None:
    """Housing payment and all other debts a month, or None if either is not known."""
    if facts.housing_payment is None or facts.monthly_debts is None:
        return None
    return total((facts.housing_payment, facts.monthly_debts))


def unknown_ratio(facts: Facts, *, figure: Figure) -> Finding:
    """UNKNOWN, naming what the ratio still needs."""
    wanted = {
        "grossMonthlyIncome": facts.gross_monthly_income,
        "housingPayment": facts.housing_payment,
    }
    if figure is Figure.TOTAL_DEBT_RATIO:
        wanted["monthlyDebts"] = facts.monthly_debts
    return unknown(*(name for name, value in wanted.items() if value is None))


def exceeds(part: Decimal, income: Decimal, percent: Decimal) -> bool:
    """Whether `part` is more than that percentage of the income, exactly."""
    return CONTEXT.multiply(part, Decimal(100)) > CONTEXT.multiply(income, percent)


def share_of_income(
    who: str, part: Decimal, *, income: Decimal, percent: Decimal, figure: Figure
) -> Finding:
    """PASS if `part` is at most `percent` of the income; `who` begins the explanation."""
    return compared(
        keeps=not exceeds(part, income, percent),
        explanation=f"{who} at most this share of income {_WORDS[figure]}",
        figure=figure,
        unit=Unit.PERCENT,
        measured=percent_of(part, income),
        threshold=percent,
    )
