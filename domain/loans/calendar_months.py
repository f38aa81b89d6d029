"""Counting in months as Regulation Z does: every month equal, whatever its last day (App. J (b)(3))."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.loans.frequency import MONTHS_PER_YEAR, days_in_month, is_last_of_month


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which day of the month a series is meant to fall, for those in shorter months.

    Payments scheduled for the 29th, 30th or 31st fall on the last day of February; months are then
    measured between the intended days ((b)(3)(iv)).
    """

    counted: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, series: Iterable[date]) -> Calendar:
        """The calendar that the days of a series show; its beginning is one of them."""
        return cls(tuple(Counter(day.day for day in series).items()))

    def back(self, day: date, months: int) -> date:
        """The day `months` before `day`, on the day of the month intended for it."""
        return _on(_month_index(day) - months, self._intended(day))

    def months_back(self, day: date, begins: date) -> tuple[int, int]:
        """Full months measured back from `day`, and the days then left from `begins`."""
        index, intended = _month_index(begins), self._intended(day)
        counted_from = _on(index, intended)
        if counted_from < begins:
            index += 1
            counted_from = _on(index, intended)
        return _month_index(day) - index, (counted_from - begins).days

    def _intended(self, day: date) -> int:
        if not is_last_of_month(day):
            return day.day
        later = [(count, each) for each, count in self.counted if each >= day.day]
        return max(later, default=(1, day.day))[1]


def whole_months_between(first: date, second: date) -> int | None:
    """How many months lie between two days, or None if they are not whole months apart.

    31 January to 28 February is one month, and so is 28 February to 31 March, either of which can
    be the end of a series that shorter months cut.
    """
    apart = _month_index(second) - _month_index(first)
    if apart < 1:
        return None
    same_day = first.day == second.day
    cut = (is_last_of_month(second) and second.day < first.day) or (
        is_last_of_month(first) and first.day < second.day
    )
    return apart if same_day or cut else None


def _month_index(day: date) -> int:
    return MONTHS_PER_YEAR * day.year + day.month - 1


def _on(month_index: int, intended: int) -> date:
    year, month = divmod(month_index, MONTHS_PER_YEAR)
    return date(year, month + 1, min(intended, days_in_month(year, month + 1)))
