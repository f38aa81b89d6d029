"""Unit-periods: how Regulation Z measures time for an annual percentage rate.

Appendix J to 12 CFR Part 1026, (b)(3) to (5). All months count as equal, full periods are measured
back from the later day, and what is left over at the beginning is a fraction of a unit-period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from domain.loans.calendar_months import Calendar, whole_months_between
from domain.loans.frequency import MONTHS_PER_YEAR, SEMIMONTH_DAYS, Frequency

_Name = tuple[str, int]
_SEMIMONTH: _Name = ("semimonths", 1)

DAYS_PER_MONTH = 30
DAYS_PER_YEAR = 365
WEEKS_PER_YEAR = 52


class Unit(Enum):
    """What a unit-period is a multiple of; the value is its length for comparing, in days."""

    DAY = Fraction(1)
    SEMIMONTH = Fraction(DAYS_PER_YEAR, 24)
    MONTH = Fraction(DAYS_PER_YEAR, MONTHS_PER_YEAR)


@dataclass(frozen=True, slots=True)
class UnitPeriod:
    """`length` days, semimonths or months, and how many of them Appendix J counts in a year."""

    unit: Unit
    length: int
    per_year: Fraction

    @property
    def days(self) -> Fraction:
        """Its length in days, with months of a twelfth of 365, for comparing unit-periods."""
        return self.unit.value * self.length


MONTH = UnitPeriod(Unit.MONTH, 1, Fraction(12))
SEMIMONTH = UnitPeriod(Unit.SEMIMONTH, 1, Fraction(24))
YEAR = UnitPeriod(Unit.MONTH, 12, Fraction(1))


def months(count: int) -> UnitPeriod:
    """A unit-period of `count` months; 12 divided by them a year ((b)(5)(ii), (iii), (v))."""
    return UnitPeriod(Unit.MONTH, count, Fraction(MONTHS_PER_YEAR, count))


def days(count: int) -> UnitPeriod:
    """A unit-period of `count` days: 52 divided by its weeks a year, else 365 divided by its days.

    Appendix J provides for a day and for whole weeks ((b)(5)(iv)); where payments recur at some
    other number of days, the rule for days is extended to it.
    """
    weeks, odd = divmod(count, 7)
    per_year = Fraction(DAYS_PER_YEAR, count) if odd else Fraction(WEEKS_PER_YEAR, weeks)
    return UnitPeriod(Unit.DAY, count, per_year)


def unit_period_of(begins: date, advances: Sequence[date], payments: Sequence[date]) -> UnitPeriod:
    """The unit-period of a transaction ((b)(4)); the days in order, none twice, none before `begins`.

    The common period, up to a year, that occurs most often; of several the shortest. If none occurs
    twice, the average of all periods, rounded to the nearest standard interval, a tie to the lower.
    With one advance and one payment, the term, up to a year ((b)(4)(ii), (b)(5)(vi), (vii)).
    """
    if len(advances) == 1 and len(payments) == 1 and advances[0] == begins:
        return _single_payment(begins, payments[0])
    series = [_from(begins, advances), _from(begins, payments)]
    counts = Counter(name for chain in series for name in _periods(chain))
    common = [(count, _named(name)) for name, count in counts.items() if count > 1]
    usable = [(-count, period.days, period) for count, period in common if period.per_year >= 1]
    return min(usable, key=lambda each: each[:2])[2] if usable else _average(series)


def count_unit_periods(
    unit_period: UnitPeriod, begins: date, day: date, calendar: Calendar
) -> tuple[int, Fraction]:
    """Full unit-periods from `begins` to `day` and the fraction of one that is left ((b)(5))."""
    length = unit_period.length
    if unit_period.unit is Unit.DAY:
        full, odd = divmod((day - begins).days, length)
        return full, Fraction(odd, length)
    full_months, odd_days = calendar.months_back(day, begins)
    if unit_period == MONTH:
        return full_months, Fraction(odd_days, DAYS_PER_MONTH)
    if unit_period == YEAR:
        return _years(full_months, odd_days, begins, day, calendar)
    per_period = _counted_days(unit_period)
    full, odd = divmod(DAYS_PER_MONTH * full_months + odd_days, per_period)
    return full, Fraction(odd, per_period)


def odd_days_of(unit_period: UnitPeriod, fraction: Fraction) -> int:
    """The days that a fraction from `count_unit_periods` stands for, as that counts them.

    A month has 30 of them and a half 15; so have whole months beyond full years, and other days
    beyond those are counted by the calendar.
    """
    if unit_period == YEAR and MONTHS_PER_YEAR % fraction.denominator:
        return int(fraction * DAYS_PER_YEAR)
    return int(fraction * _counted_days(unit_period))


def unit_period_of_frequency(frequency: Frequency) -> UnitPeriod:
    """The unit-period of payments that recur at a frequency."""
    if frequency.days is not None:
        return days(frequency.days)
    return SEMIMONTH if frequency is Frequency.SEMIMONTHLY else months(int(frequency.months))


def _counted_days(unit_period: UnitPeriod) -> int:
    match unit_period.unit:
        case Unit.DAY:
            return unit_period.length
        case Unit.SEMIMONTH:
            return SEMIMONTH_DAYS
        case Unit.MONTH:
            return DAYS_PER_MONTH * unit_period.length


def _years(
    full_months: int, odd_days: int, begins: date, day: date, calendar: Calendar
) -> tuple[int, Fraction]:
    years, left = divmod(full_months, MONTHS_PER_YEAR)
    if not odd_days:
        return years, Fraction(left, MONTHS_PER_YEAR)
    remaining = calendar.back(day, MONTHS_PER_YEAR * years) - begins
    return years, Fraction(remaining.days, DAYS_PER_YEAR)


def _single_payment(begins: date, paid: date) -> UnitPeriod:
    term = whole_months_between(begins, paid)
    if term is not None:
        return months(min(term, MONTHS_PER_YEAR))
    in_days = (paid - begins).days
    if in_days > DAYS_PER_YEAR:
        return YEAR
    return UnitPeriod(Unit.DAY, in_days, Fraction(DAYS_PER_YEAR, in_days))


def _from(begins: date, series: Sequence[date]) -> list[date]:
    return [begins, *(day for day in series if day > begins)]


def _periods(chain: Sequence[date]) -> list[_Name]:
    """Each period under every name it can go by: February is 4 weeks, and in most years a month."""
    found: list[_Name] = []
    for first, second in pairwise(chain):
        found.append(("days", (second - first).days))
        if (whole := whole_months_between(first, second)) is not None:
            found.append(("months", whole))
    found += [_SEMIMONTH] * _semimonths(chain)
    return found


def _semimonths(chain: Sequence[date]) -> int:
    """How many periods are half of a month that two in a row make up."""
    if len(chain) < 3:
        return 0
    halved = [
        whole_months_between(first, third) == 1
        for first, third in zip(chain, chain[2:], strict=False)
    ]
    return sum(
        (before or after) and 13 <= (second - first).days <= 18
        for (first, second), before, after in zip(
            pairwise(chain), [False, *halved], [*halved, False], strict=True
        )
    )


def _named(name: _Name) -> UnitPeriod:
    kind, length = name
    if kind == "semimonths":
        return SEMIMONTH
    return months(length) if kind == "months" else days(length)


def _average(series: Sequence[Sequence[date]]) -> UnitPeriod:
    spans = [pair for chain in series for pair in pairwise(chain)]
    whole = [whole_months_between(*pair) for pair in spans]
    in_months = [count for count in whole if count is not None]
    if len(in_months) == len(spans):
        mean = Fraction(sum(in_months), len(spans))
        candidates = [months(count) for count in range(1, MONTHS_PER_YEAR + 1)]
        return min(candidates, key=lambda each: (abs(each.length - mean), each.length))
    mean = Fraction(sum((last - first).days for first, last in spans), len(spans))
    return min(_STANDARD, key=lambda each: (abs(each.days - mean), each.days))


_STANDARD = (
    days(1),
    *(days(7 * weeks) for weeks in range(1, WEEKS_PER_YEAR + 1)),
    SEMIMONTH,
    *(months(count) for count in range(1, MONTHS_PER_YEAR + 1)),
)
