"""How often a payment falls due, and on which days."""

from __future__ import annotations

from calendar import isleap
from datetime import MAXYEAR, date, timedelta
from enum import Enum
from fractions import Fraction

from domain.errors import InvalidInput

MONTHS_PER_YEAR = 12
SEMIMONTH_DAYS = 15


class Frequency(Enum):
    """Payments a year, as loan contracts count them: 52 weeks, 24 semimonths, 12 months.

    `per_year` divides a nominal annual rate into the rate of one period.
    """

    WEEKLY = 52
    BIWEEKLY = 26
    SEMIMONTHLY = 24
    FOUR_WEEKLY = 13
    MONTHLY = 12
    BIMONTHLY = 6
    QUARTERLY = 4
    SEMIANNUAL = 2
    ANNUAL = 1

    @property
    def per_year(self) -> int:
        """How many payments a year has."""
        return self.value

    @property
    def days(self) -> int | None:
        """Days from one payment to the next where they are whole weeks, else None."""
        return _DAYS.get(self)

    @property
    def months(self) -> Fraction:
        """Months from one payment to the next: 1 monthly, 1/2 semimonthly, 12/52 weekly."""
        return Fraction(MONTHS_PER_YEAR, self.per_year)


_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS = {Frequency.WEEKLY: 7, Frequency.BIWEEKLY: 14, Frequency.FOUR_WEEKLY: 28}


def due_date(start: date, number: int, frequency: Frequency) -> date:
    """The day that lies `number` periods after `start`.

    Weekly kinds count days. Monthly kinds keep the day of the month, or take the month's last day
    where it is shorter: 31 January, 28 February, 31 March. Semimonthly alternates between the day
    of `start` and the one 15 later (or, after the 15th, 15 earlier in the next month): 1st and
    16th, 15th and 30th. Raises InvalidInput ("startDate") beyond the year 9999.
    """
    try:
        if frequency.days is not None:
            return start + timedelta(days=frequency.days * number)
        if frequency is Frequency.SEMIMONTHLY:
            return _semimonths_after(start, number)
        return months_after(start, number * MONTHS_PER_YEAR // frequency.per_year)
    except (OverflowError, ValueError):
        raise InvalidInput("startDate is too late for this term", field="startDate") from None


def due_dates(
    start: date, count: int, frequency: Frequency, *, in_advance: bool = False
) -> tuple[date, ...]:
    """The days of `count` payments: one period after `start` and on, or from `start` in advance.

    Raises InvalidInput ("startDate") beyond the year 9999.
    """
    first = 0 if in_advance else 1
    return tuple(due_date(start, first + index, frequency) for index in range(count))


def months_after(start: date, months: int) -> date:
    """The same day `months` later (or earlier, if negative), or that month's last day.

    Raises ValueError outside the years 1 to 9999.
    """
    years, month = divmod(start.month - 1 + months, MONTHS_PER_YEAR)
    year = start.year + years
    if not 1 <= year <= MAXYEAR:
        raise ValueError(f"year {year} is outside the calendar")
    return date(year, month + 1, min(start.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """From 28 to 31; the standard library's function also finds the weekday, at ten times the time."""
    return 29 if month == 2 and isleap(year) else _MONTH_DAYS[month]


def is_last_of_month(day: date) -> bool:
    """Whether `day` is the last day of its month."""
    return day.day >= 28 and day.day == days_in_month(day.year, day.month)


def _semimonths_after(start: date, number: int) -> date:
    months, is_other_day = divmod(number, 2)
    if not is_other_day:
        return months_after(start, months)
    if start.day <= SEMIMONTH_DAYS:
        month = months_after(start.replace(day=1), months)
        last = days_in_month(month.year, month.month)
        return month.replace(day=min(start.day + SEMIMONTH_DAYS, last))
    return months_after(start.replace(day=start.day - SEMIMONTH_DAYS), months + 1)
