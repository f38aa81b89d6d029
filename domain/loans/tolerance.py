"""How far a disclosed annual percentage rate may be from the true one: 12 CFR 1026.22(a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from domain.loans.calendar_months import Calendar
from domain.loans.cashflows import CashFlow, merge
from domain.loans.unit_periods import UnitPeriod, count_unit_periods, unit_period_of

REGULAR_TOLERANCE = Decimal("0.125")
"""1/8 of a percentage point, (a)(2)."""
IRREGULAR_TOLERANCE = Decimal("0.25")
"""1/4 of a percentage point, (a)(3)."""


def is_irregular(
    advances: Sequence[CashFlow], payments: Sequence[CashFlow], *, begins: date | None = None
) -> bool:
    """Whether the transaction has several advances, or payments irregular in time or amount.

    An odd first period, first payment or final payment does not make it so ((a)(3)).
    """
    lent, paid = merge(advances), merge(payments)
    if len(lent) > 1:
        return True
    start = lent[0].when if begins is None else begins
    days = [flow.when for flow in paid]
    unit_period = unit_period_of(start, [flow.when for flow in lent], days)
    is_uneven = len({flow.amount for flow in paid[1:-1]}) > 1
    return is_uneven or _skips(unit_period, start, days)


def is_accurate(disclosed: Decimal, actual: Decimal, *, irregular: bool) -> bool:
    """Whether `disclosed` is within 1/8 of a percentage point of `actual`, 1/4 if irregular."""
    return abs(disclosed - actual) <= tolerance_of(irregular=irregular)


def tolerance_of(*, irregular: bool) -> Decimal:
    """How many percentage points a disclosed rate may be off."""
    return IRREGULAR_TOLERANCE if irregular else REGULAR_TOLERANCE


def _skips(unit_period: UnitPeriod, begins: date, days: Sequence[date]) -> bool:
    calendar = Calendar.of([begins, *days])
    counted = [count_unit_periods(unit_period, begins, day, calendar) for day in days]
    return any(later[0] - earlier[0] != 1 for earlier, later in pairwise(counted))
