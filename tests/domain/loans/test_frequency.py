from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.frequency import (
    Frequency,
    days_in_month,
    due_date,
    due_dates,
    is_last_of_month,
    months_after,
)

starts = st.dates(date(1950, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("frequency", "per_year", "third"),
    [
        (Frequency.WEEKLY, 52, date(2024, 2, 21)),
        (Frequency.BIWEEKLY, 26, date(2024, 3, 13)),
        (Frequency.SEMIMONTHLY, 24, date(2024, 3, 16)),
        (Frequency.FOUR_WEEKLY, 13, date(2024, 4, 24)),
        (Frequency.MONTHLY, 12, date(2024, 4, 30)),
        (Frequency.BIMONTHLY, 6, date(2024, 7, 31)),
        (Frequency.QUARTERLY, 4, date(2024, 10, 31)),
        (Frequency.SEMIANNUAL, 2, date(2025, 7, 31)),
        (Frequency.ANNUAL, 1, date(2027, 1, 31)),
    ],
)
def test_the_third_period_after_the_last_of_january(
    frequency: Frequency, per_year: int, third: date
) -> None:
    assert frequency.per_year == per_year
    assert due_date(date(2024, 1, 31), 3, frequency) == third


def test_semimonthly_days_alternate() -> None:
    from_first = due_dates(date(2023, 1, 1), 4, Frequency.SEMIMONTHLY)
    assert [day.isoformat()[5:] for day in from_first] == ["01-16", "02-01", "02-16", "03-01"]
    from_fifteenth = due_dates(date(2023, 1, 15), 4, Frequency.SEMIMONTHLY)
    assert [day.isoformat()[5:] for day in from_fifteenth] == ["01-30", "02-15", "02-28", "03-15"]


@given(starts, st.sampled_from(Frequency), st.integers(2, 60), st.booleans())
def test_due_dates_rise_and_last_a_years_worth_of_days(
    start: date, frequency: Frequency, count: int, in_advance: bool
) -> None:
    days = due_dates(start, count, frequency, in_advance=in_advance)
    assert len(days) == count
    assert (days[0] == start) is in_advance
    assert all(earlier < later for earlier, later in pairwise(days))
    a_year = due_date(start, frequency.per_year, frequency)
    assert 364 <= (a_year - start).days <= 366


@given(starts, st.integers(-600, 600))
def test_months_there_and_back_keep_the_month(start: date, months: int) -> None:
    there = months_after(start, months)
    assert (12 * there.year + there.month) - (12 * start.year + start.month) == months
    assert there.day == start.day or (there.day < start.day and is_last_of_month(there))


@given(st.integers(1, 9999), st.integers(1, 12))
def test_days_in_a_month(year: int, month: int) -> None:
    last = date(year, month, days_in_month(year, month))
    assert is_last_of_month(last)
    if (year, month) != (9999, 12):
        assert date.fromordinal(last.toordinal() + 1).day == 1


@pytest.mark.parametrize("frequency", Frequency)
def test_the_end_of_the_calendar_is_refused(frequency: Frequency) -> None:
    with pytest.raises(InvalidInput) as caught:
        due_date(date.max, 1, frequency)
    assert caught.value.field == "startDate"
