"""How large a loan may be: the yearly limits of FHFA and FHA by number of units."""

from __future__ import annotations

from decimal import Decimal

from domain.loans.rules.facts import Facts
from domain.loans.rules.result import Figure, Finding, Unit, compared, unknown
from domain.loans.rules.values import Values


def conforming_limit(values: Values, facts: Facts) -> Finding:
    """PASS if Fannie Mae or Freddie Mac may buy a loan of this size; beyond it is a jumbo loan."""
    return _within(values, facts, low="baseline", name="the conforming loan limit")


def fha_limit(values: Values, facts: Facts) -> Finding:
    """PASS if FHA may insure a loan of this base amount.

    In Alaska, Hawaii, Guam and the U.S. Virgin Islands FHA goes beyond its ceiling by figures that
    are not held here; there `area_limit` must be known.
    """
    if facts.special_area and facts.area_limit is None:
        return unknown("areaLimit")
    return _within(values, facts, low="floor", name="the FHA loan limit")


def limit_for(values: Values, facts: Facts, *, low: str) -> Decimal | None:
    """The limit that applies to these facts, or None if it hangs on a county that is not known.

    An amount within the lowest limit of the country, or above the highest, needs no county.
    """
    lowest = values.numbers(low)[facts.units - 1]
    highest = values.numbers("ceiling")[facts.units - 1]
    if facts.area_limit is not None:
        return facts.area_limit
    if facts.special_area:
        return highest
    if facts.amount is None or lowest < facts.amount <= highest:
        return None
    return lowest if facts.amount <= lowest else highest


def _within(values: Values, facts: Facts, *, low: str, name: str) -> Finding:
    if facts.amount is None:
        return unknown("amount")
    limit = limit_for(values, facts, low=low)
    if limit is None:
        return unknown("areaLimit")
    return compared(
        keeps=facts.amount <= limit,
        explanation=f"{name} for {facts.units} unit{'s' if facts.units > 1 else ''}",
        figure=Figure.AMOUNT,
        unit=Unit.DOLLARS,
        measured=facts.amount,
        threshold=limit,
    )
