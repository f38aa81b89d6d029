"""How numbers are shown in an answer's text."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.money import show_money

_MONTHS_PER_YEAR = 12
_LONGEST_IN_MONTHS = 23
"""Terms up to this are said in months: "18 months", but "2 years"."""


def show_percent(value: Decimal) -> str:
    """Return "6.5 %": as many decimals as the value has, without trailing zeros."""
    return f"{value.normalize():f} %"


def show_months(months: int) -> str:
    """Return a stretch of time as people say it: "18 months", "30 years", "7 years and 9 months"."""
    years, rest = divmod(months, _MONTHS_PER_YEAR)
    if months <= _LONGEST_IN_MONTHS and rest:
        return _counted(months, "month")
    said = [_counted(years, "year")] if years else []
    return " and ".join([*said, *([_counted(rest, "month")] if rest or not years else [])])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def show_figure(figure: Figure) -> str:
    """Return a figure's value with its unit, as an answer prints it."""
    match figure.unit:
        case Unit.MONEY:
            return show_money(figure.value)
        case Unit.PERCENT:
            return show_percent(figure.value)
        case Unit.MONTHS:
            return show_months(int(figure.value))
        case Unit.PAYMENTS | Unit.COUNT:
            return f"{figure.value:,f}"
