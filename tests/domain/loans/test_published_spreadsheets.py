"""What the makers of spreadsheets print beside their loan functions.

Source: Microsoft, documentation of the Excel functions of these names. Excel counts what is paid as
negative; here both what is borrowed and what is paid are positive.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from domain.loans.annuity import amount_of, balance_after, payment_cents, periods_until
from domain.loans.frequency import Frequency
from domain.loans.solving import amount_for, payment_for, rate_for
from tests.domain.loans.textbook import textbook_between

D = Decimal
ANNUAL = Frequency.ANNUAL
MONTHLY = Frequency.MONTHLY

PMT = [
    # formula, amount, annual rate, payments, in advance, payment
    ("PMT(8%/12,10,10000)", "10000", "8", 10, False, "1037.03"),
    ("PMT(8%/12,10,10000,0,1)", "10000", "8", 10, True, "1030.16"),
]


@pytest.mark.parametrize(
    ("amount", "rate", "payments", "in_advance", "payment"),
    [row[1:] for row in PMT],
    ids=[row[0] for row in PMT],
)
def test_pmt(amount: str, rate: str, payments: int, in_advance: bool, payment: str) -> None:
    assert payment_for(
        amount=D(amount), annual_rate=D(rate), payments=payments, in_advance=in_advance
    ) == D(payment)


def test_pmt_of_savings() -> None:
    # PMT(6%/12, 18*12, 0, 50000): 129.08 a month saves $50,000 in 18 years. Saving is lending: the
    # payment that a loan of nothing needs to leave that much owed is the deposit, with its sign.
    assert payment_cents(0, Fraction(6, 1200), 216, balloon=-5_000_000) == 12_908


IPMT_AND_PPMT = [
    # formula, amount, annual rate, payments, which, frequency, part, value
    ("IPMT(10%/12,1,36,8000)", "8000", "10", 36, 1, MONTHLY, "interest", "66.67"),
    ("IPMT(10%,3,3,8000)", "8000", "10", 3, 3, ANNUAL, "interest", "292.45"),
    ("PPMT(10%/12,1,24,2000)", "2000", "10", 24, 1, MONTHLY, "principal", "75.62"),
    ("PPMT(8%,10,10,200000)", "200000", "8", 10, 10, ANNUAL, "principal", "27598.05"),
]


@pytest.mark.parametrize(
    ("amount", "rate", "payments", "number", "frequency", "part", "value"),
    [row[1:] for row in IPMT_AND_PPMT],
    ids=[row[0] for row in IPMT_AND_PPMT],
)
def test_ipmt_and_ppmt(
    *,
    amount: str,
    rate: str,
    payments: int,
    number: int,
    frequency: Frequency,
    part: str,
    value: str,
) -> None:
    result = textbook_between(
        amount=D(amount),
        annual_rate=D(rate),
        payments=payments,
        first=number,
        last=number,
        frequency=frequency,
    )
    assert getattr(result, part) == D(value)


CUMULATIVE = [
    # of 125,000 at 9 % over 360 months: formula, first, last, part, value
    ("CUMIPMT(9%/12,360,125000,13,24,0)", 13, 24, "interest", "11135.23"),
    ("CUMIPMT(9%/12,360,125000,1,1,0)", 1, 1, "interest", "937.50"),
    ("CUMPRINC(9%/12,360,125000,13,24,0)", 13, 24, "principal", "934.11"),
    ("CUMPRINC(9%/12,360,125000,1,1,0)", 1, 1, "principal", "68.28"),
]


@pytest.mark.parametrize(
    ("first", "last", "part", "value"),
    [row[1:] for row in CUMULATIVE],
    ids=[row[0] for row in CUMULATIVE],
)
def test_cumipmt_and_cumprinc(first: int, last: int, part: str, value: str) -> None:
    result = textbook_between(
        amount=D(125_000), annual_rate=D(9), payments=360, first=first, last=last
    )
    assert getattr(result, part) == D(value)


def test_rate() -> None:
    # RATE(4*12, -200, 8000): 1 % a month as shown, 0.7701472 % in full, and 9.24 % a year.
    rate = rate_for(amount=D(8000), payment=D(200), payments=48)
    assert round(rate, 2) == D("9.24")
    assert round(rate / 1200, 7) == D("0.0077015")


def test_pv() -> None:
    # PV(8%/12, 20*12, 500): an annuity of $500 a month for 20 years is worth $59,777.15.
    assert amount_for(payment=D(500), annual_rate=D(8), payments=240) == D("59777.15")
    assert round(
        amount_of(Fraction(500), Fraction(8, 1200), 240, balloon=Fraction(0), in_advance=False), 2
    ) == Fraction("59777.15")


FV = [
    # formula, annual rate, payments, deposit, deposited at first, in advance, value
    ("FV(6%/12,10,-200,-500,1)", 6, 10, 200, 500, True, "2581.40"),
    ("FV(12%/12,12,-1000)", 12, 12, 1000, 0, False, "12682.50"),
    ("FV(11%/12,35,-2000,0,1)", 11, 35, 2000, 0, True, "82846.25"),
    ("FV(6%/12,12,-100,-1000,1)", 6, 12, 100, 1000, True, "2301.40"),
]


@pytest.mark.parametrize(
    ("rate", "payments", "deposit", "first", "in_advance", "value"),
    [row[1:] for row in FV],
    ids=[row[0] for row in FV],
)
def test_fv(
    *, rate: int, payments: int, deposit: int, first: int, in_advance: bool, value: str
) -> None:
    grown = balance_after(
        Fraction(first), Fraction(-deposit), Fraction(rate, 1200), payments, in_advance=in_advance
    )
    assert round(grown, 2) == Fraction(value)


NPER = [
    # formula, goal, in advance, periods
    ("NPER(12%/12,-100,-1000,10000,1)", 10_000, True, "59.6738657"),
    ("NPER(12%/12,-100,-1000,10000)", 10_000, False, "60.0821229"),
    ("NPER(12%/12,-100,-1000)", 0, False, "-9.57859404"),
]


@pytest.mark.parametrize(
    ("goal", "in_advance", "periods"), [row[1:] for row in NPER], ids=[row[0] for row in NPER]
)
def test_nper(goal: int, in_advance: bool, periods: str) -> None:
    result = periods_until(
        Fraction(1000),
        Fraction(-100),
        Fraction(1, 100),
        balloon=Fraction(goal),
        in_advance=in_advance,
    )
    assert result is not None
    printed = D(periods)
    assert result == pytest.approx(printed, abs=D(1).scaleb(printed.as_tuple().exponent))  # type: ignore[arg-type] # finite numbers have an integer exponent
