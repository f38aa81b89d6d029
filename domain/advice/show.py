"""How numbers are shown in an answer's text."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.money import show_money


def show_percent(value: Decimal) -> str:
    """Return "6.5 %": as many decimals as the value has, without trailing zeros."""
    return f"{value.normalize():f} %"


def show_figure(figure: Figure) -> str:
    """Return a figure's value with its unit, as an answer prints it."""
    match figure.unit:
        case Unit.MONEY:
            return show_money(figure.value)
        case Unit.PERCENT:
            return show_percent(figure.value)
        case Unit.MONTHS:
            return f"{figure.value:f} months"
        case Unit.PAYMENTS:
            return f"{figure.value:f}"
