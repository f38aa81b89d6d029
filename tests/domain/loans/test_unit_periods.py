from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.loans.calendar_months import Calendar, whole_months_between
from domain.loans.frequency import Frequency, due_dates, months_after
from domain.loans.unit_periods import (
    MONTH,
    SEMIMONTH,
    YEAR,
    UnitPeriod,
    count_unit_periods,
    days,
    months,
    unit_period_of,
)


def _d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        (Frequency.WEEKLY, days(7)),
        (Frequency.BIWEEKLY, days(14)),
        (Frequency.SEMIMONTHLY, SEMIMONTH),
        (Frequency.FOUR_WEEKLY, days(28)),
        (Frequency.MONTHLY, MONTH),
        (Frequency.BIMONTHLY, months(2)),
        (Frequency.QUARTERLY, months(3)),
        (Frequency.SEMIANNUAL, months(6)),
        (Frequency.ANNUAL, YEAR),
    ],
)
@given(start=st.dates(date(1990, 1, 1), date(2080, 1, 1)), count=st.integers(4, 60))
def test_a_regular_series_shows_its_own_period(
    frequency: Frequency, expected: UnitPeriod, start: date, count: int
) -> None:
    series = due_dates(start, count, frequency)
    found = unit_period_of(start, [start], series)
    assert found == expected
    assert found.per_year == frequency.per_year


@pytest.mark.parametrize(
    ("begins", "payments", "expected"),
    [
        # The common period that occurs most often; skipped months do not change it ((b)(4)(i)).
        ("2024-01-10", ["2024-02-10", "2024-03-10", "2024-06-10", "2024-07-10"], MONTH),
        # Two months and one month occur twice each: the smaller ((A)).
        (
            "2024-01-10",
            ["2024-02-10", "2024-04-10", "2024-05-10", "2024-07-10"],
            MONTH,
        ),
        # No common period: 3 and 6 months average 4.5, between 4 and 5, so the lower ((B)).
        ("2024-01-10", ["2024-04-10", "2024-10-10"], months(4)),
        # 10 and 24 days average 17: nearer to a semimonth of 15.2 than to 3 weeks.
        ("2024-01-01", ["2024-01-11", "2024-02-04"], SEMIMONTH),
        # Never more than a year.
        ("2024-01-10", ["2026-01-10", "2028-01-10"], YEAR),
        ("2024-01-10", ["2026-01-10", "2029-01-10"], YEAR),
        # Every 10 days is no standard interval; days are counted as they are.
        ("2024-01-01", ["2024-01-11", "2024-01-21", "2024-01-31"], days(10)),
        # One advance, one payment: the term, at most a year ((b)(4)(ii), (b)(5)(vi), (vii)).
        ("2024-01-10", ["2024-07-10"], months(6)),
        ("2024-01-10", ["2027-01-10"], YEAR),
        ("2024-01-10", ["2027-01-15"], YEAR),
    ],
)
def test_which_unit_period(begins: str, payments: list[str], expected: UnitPeriod) -> None:
    assert unit_period_of(_d(begins), [_d(begins)], [_d(day) for day in payments]) == expected


def test_a_single_payment_after_days_counts_365_a_year() -> None:
    found = unit_period_of(_d("2024-01-01"), [_d("2024-01-01")], [_d("2024-01-15")])
    assert found.per_year == Fraction(365, 14)  # not 26, as for payments every two weeks


@pytest.mark.parametrize(
    ("unit_period", "begins", "day", "full", "fraction"),
    [
        # (b)(5)(ii): months back from the later day, then days / 30.
        (MONTH, "1978-02-10", "1978-04-01", 1, Fraction(19, 30)),
        (MONTH, "2024-01-31", "2024-02-29", 1, Fraction(0)),
        (MONTH, "2024-01-15", "2024-01-20", 0, Fraction(5, 30)),
        # (iii): 30 a month and the days left, by 15 or the multiple of 30.
        (SEMIMONTH, "1978-02-23", "1978-03-01", 0, Fraction(6, 15)),
        (months(3), "1978-05-23", "1978-10-01", 1, Fraction(39, 90)),
        (months(2), "1978-01-10", "1978-03-01", 0, Fraction(52, 60)),
        # (iv): actual days.
        (days(7), "1978-03-20", "1978-04-21", 4, Fraction(4, 7)),
        (days(28), "1978-03-18", "1978-04-20", 1, Fraction(5, 28)),
        (days(1), "2024-02-28", "2024-03-01", 2, Fraction(0)),
        # (v): years back; what is left in months of 12, or in days of 365.
        (YEAR, "1978-01-17", "1979-07-17", 1, Fraction(6, 12)),
        (YEAR, "1978-01-17", "1979-07-20", 1, Fraction(184, 365)),
        (YEAR, "2024-02-29", "2025-02-28", 1, Fraction(0)),
    ],
)
def test_how_many_unit_periods(
    unit_period: UnitPeriod, begins: str, day: str, full: int, fraction: Fraction
) -> None:
    counted = count_unit_periods(
        unit_period, _d(begins), _d(day), Calendar.of([_d(begins), _d(day)])
    )
    assert counted == (full, fraction)


def test_the_last_days_of_months_are_whole_months_apart() -> None:
    series = due_dates(_d("2024-01-31"), 12, Frequency.MONTHLY)
    calendar = Calendar.of(series)
    counted = [calendar.months_back(day, _d("2024-01-31")) for day in series]
    assert counted == [(number, 0) for number in range(1, 13)]


def test_the_30th_of_each_month_takes_the_last_of_february() -> None:
    series = due_dates(_d("2022-12-30"), 4, Frequency.MONTHLY)
    calendar = Calendar.of(series)
    assert series[1] == _d("2023-02-28")
    assert [calendar.months_back(day, _d("2023-01-02")) for day in series] == [
        (0, 28),
        (1, 28),
        (2, 28),
        (3, 28),
    ]


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(1, 60))
def test_whole_months_are_recognised(start: date, count: int) -> None:
    assert whole_months_between(start, months_after(start, count)) == count


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("2024-01-31", "2024-02-29", 1),
        ("2023-02-28", "2023-03-31", 1),
        ("2023-02-28", "2023-03-28", 1),
        ("2024-01-10", "2024-02-11", None),
        ("2024-02-10", "2024-02-10", None),
        ("2024-03-10", "2024-02-10", None),
    ],
)
def test_months_apart(first: str, second: str, apart: int | None) -> None:
    assert whole_months_between(_d(first), _d(second)) == apart
