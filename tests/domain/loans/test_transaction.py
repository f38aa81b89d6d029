"""Transactions as a whole: what is financed, what it costs, and whether a disclosed rate holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.loans.frequency import Frequency
from domain.loans.transaction import MAX_FLOWS, Stream, report, report_of_level_loan
from domain.loans.unit_periods import (
    MONTH,
    SEMIMONTH,
    YEAR,
    days,
    months,
    odd_days_of,
    unit_period_of_frequency,
)

D = Decimal
LENT = Stream(date(1978, 2, 10), D(6000))
PAID = Stream(date(1978, 4, 1), D(200), 36)


def test_an_odd_first_period_of_appendix_j() -> None:
    # (c)(1)(ii): 11.82 %, t = 1, f = 19/30.
    found = report([LENT], [PAID])
    assert round(found.apr.rate, 2) == D("11.82")
    assert found.unit_period == MONTH
    assert found.first_period is not None
    assert (found.first_period.unit_periods, found.first_period.odd_days) == (1, 19)
    assert found.first_period.fraction == Fraction(19, 30)
    assert (found.amount_financed, found.finance_charge) == (6000, 1200)
    assert not found.irregular


def test_a_prepaid_finance_charge_is_financed_by_nobody() -> None:
    gross = report([Stream(LENT.first, D(6250))], [PAID], prepaid_finance_charge=D(250))
    assert gross == report([LENT], [PAID])


def test_fees_raise_the_rate_of_a_level_loan() -> None:
    # (b)(9)(i): $1,000 repaid in 36 payments of $33.61 is 12.83 %.
    plain = report_of_level_loan(amount=D(1000), payment=D("33.61"), payments=36)
    assert round(plain.apr.rate, 2) == D("12.83")
    assert (plain.unit_period, plain.first_period) == (MONTH, None)
    assert plain.finance_charge == D("209.96")
    fees = report_of_level_loan(
        amount=D(1050), payment=D("33.61"), payments=36, prepaid_finance_charge=D(50)
    )
    assert fees == plain


@pytest.mark.parametrize(
    ("disclosed", "accurate"),
    [("12.95", True), ("12.97", False), ("12.71", True), ("12.70", False)],
)
def test_a_regular_transaction_may_be_off_by_an_eighth(disclosed: str, accurate: bool) -> None:
    check = report_of_level_loan(amount=D(1000), payment=D("33.61"), payments=36).check(
        D(disclosed)
    )
    assert check.accurate is accurate
    assert check.tolerance == D("0.125")
    assert check.difference == pytest.approx(D(disclosed) - D("12.83"), abs=D("0.005"))


def test_an_irregular_transaction_may_be_off_by_a_quarter() -> None:
    again = Stream(date(1978, 3, 10), D(1000))
    found = report([LENT, again], [Stream(date(1978, 5, 1), D(240), 36)])
    assert found.irregular
    assert found.check(found.apr.rate + D("0.25")).accurate
    assert not found.check(found.apr.rate + D("0.26")).accurate


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        (Frequency.WEEKLY, days(7)),
        (Frequency.BIWEEKLY, days(14)),
        (Frequency.FOUR_WEEKLY, days(28)),
        (Frequency.SEMIMONTHLY, SEMIMONTH),
        (Frequency.MONTHLY, MONTH),
        (Frequency.QUARTERLY, months(3)),
        (Frequency.ANNUAL, YEAR),
    ],
)
def test_the_unit_period_of_a_frequency(frequency: Frequency, period: Any) -> None:
    assert unit_period_of_frequency(frequency) == period
    assert period.per_year == frequency.per_year


@pytest.mark.parametrize(
    ("period", "fraction", "odd"),
    [
        (MONTH, Fraction(19, 30), 19),
        (SEMIMONTH, Fraction(6, 15), 6),
        (months(3), Fraction(39, 90), 39),
        (days(7), Fraction(4, 7), 4),
        (YEAR, Fraction(5, 12), 150),
        (YEAR, Fraction(73, 365), 73),
        (YEAR, Fraction(0), 0),
    ],
)
def test_odd_days_are_those_that_were_counted(period: Any, fraction: Fraction, odd: int) -> None:
    assert odd_days_of(period, fraction) == odd


DAY = date(2024, 1, 1)
LATER = Stream(date(2024, 2, 1), D(200), 6)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Stream(DAY, D(-1)), "amount"),
        (lambda: Stream(DAY, D(1), 0), "count"),
        (lambda: Stream(DAY, D(1), MAX_FLOWS + 1), "count"),
        (lambda: report([], [LATER]), "advances"),
        (lambda: report([Stream(DAY, D(0))], [LATER]), "advances"),
        (lambda: report([Stream(DAY, D(1))] * 101, [LATER]), "advances"),
        (lambda: report([Stream(DAY, D(9))], []), "payments"),
        (lambda: report([Stream(DAY, D(9))], [Stream(DAY, D(9))]), "payments"),
        (lambda: report([Stream(DAY, D(9000))], [LATER]), "payments"),
        (
            lambda: report([Stream(DAY, D(9))], [Stream(DAY, D(9), 2000), Stream(DAY, D(9), 2000)]),
            "payments",
        ),
        (lambda: report([Stream(DAY, D(9))], [Stream(date(9999, 1, 1), D(9), 13)]), "payments"),
        (
            lambda: report([Stream(DAY, D(9))], [LATER], begins=date(2024, 1, 2)),
            "advances",
        ),
        (
            lambda: report([Stream(DAY, D(9))], [LATER], prepaid_finance_charge=D(9)),
            "prepaidFinanceCharge",
        ),
        (
            lambda: report([Stream(DAY, D(9))], [LATER], prepaid_finance_charge=D(-1)),
            "prepaidFinanceCharge",
        ),
        (lambda: report_of_level_loan(amount=D(0), payment=D(1), payments=1), "amount"),
        (lambda: report_of_level_loan(amount=D(1), payment=D(0), payments=1), "payment"),
        (lambda: report_of_level_loan(amount=D(1), payment=D(1), payments=601), "payments"),
        (lambda: report_of_level_loan(amount=D(9), payment=D(1), payments=6), "payments"),
    ],
)
def test_transactions_that_make_no_sense_name_their_field(make: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        make()
    assert caught.value.field == field
