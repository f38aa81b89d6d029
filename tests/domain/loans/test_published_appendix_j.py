"""Annual percentage rates that Regulation Z itself prints: 12 CFR Part 1026, Appendices J and K.

Appendix J (c)(1) to (c)(5)(i): every example of regular, odd and single payments whose terms and result
are public as text. Those of (c)(6) and (c)(7) are printed as pictures only and are not
here; several advances are checked by the examples of Appendix K instead.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.loans.annuity import balance_after
from domain.loans.apr import Apr, apr_of, apr_of_level_periods, reprice
from domain.loans.cashflows import CashFlow, level_stream
from domain.loans.frequency import Frequency

Stream = tuple[date, int, str, Frequency]
MONTHLY, WEEKLY = Frequency.MONTHLY, Frequency.WEEKLY


def _day(text: str) -> date:
    return date.fromisoformat(text)


APPENDIX_J: list[tuple[str, str, str, list[Stream], str]] = [
    # paragraph, advance, its date, streams of (first date, number, amount, frequency), APR
    ("(c)(1)(i)", "5000", "1978-01-10", [(_day("1978-02-10"), 24, "230", MONTHLY)], "9.69"),
    ("(c)(1)(ii)", "6000", "1978-02-10", [(_day("1978-04-01"), 36, "200", MONTHLY)], "11.82"),
    (
        "(c)(1)(iii)",
        "5000",
        "1978-02-23",
        [(_day("1978-03-01"), 24, "219.17", Frequency.SEMIMONTHLY)],
        "10.34",
    ),
    (
        "(c)(1)(iv)",
        "10000",
        "1978-05-23",
        [(_day("1978-10-01"), 40, "385", Frequency.QUARTERLY)],
        "8.97",
    ),
    ("(c)(1)(v)", "500", "1978-03-20", [(_day("1978-04-21"), 30, "17.60", WEEKLY)], "14.96"),
    (
        "(c)(2)(i)",
        "5000",
        "1978-01-10",
        [(_day("1978-02-10"), 1, "250", MONTHLY), (_day("1978-03-10"), 23, "230", MONTHLY)],
        "10.08",
    ),
    (
        "(c)(2)(ii)",
        "400",
        "1978-03-18",
        [
            (_day("1978-04-20"), 1, "39.50", MONTHLY),
            (_day("1978-05-18"), 11, "38.31", Frequency.FOUR_WEEKLY),
        ],
        "28.50",
    ),
    (
        "(c)(3)(i)",
        "5000",
        "1978-01-10",
        [(_day("1978-02-10"), 23, "230", MONTHLY), (_day("1980-01-10"), 1, "280", MONTHLY)],
        "10.50",
    ),
    (
        "(c)(3)(ii)",
        "200",
        "1978-04-03",
        [
            (_day("1978-04-11"), 19, "9.50", Frequency.BIWEEKLY),
            (_day("1979-01-02"), 1, "30", MONTHLY),
        ],
        "12.22",
    ),
    (
        "(c)(4)(i)",
        "5000",
        "1978-01-10",
        [
            (_day("1978-02-10"), 1, "250", MONTHLY),
            (_day("1978-03-10"), 22, "230", MONTHLY),
            (_day("1980-01-10"), 1, "280", MONTHLY),
        ],
        "10.90",
    ),
    (
        "(c)(4)(ii)",
        "8000",
        "1978-01-10",
        [
            (_day("1978-03-01"), 1, "449.36", MONTHLY),
            (_day("1978-05-01"), 18, "465", Frequency.BIMONTHLY),
            (_day("1981-05-01"), 1, "200", MONTHLY),
        ],
        "7.30",
    ),
    ("(c)(5)(i)", "1000", "1978-01-03", [(_day("1978-09-15"), 1, "1080", MONTHLY)], "11.45"),
]


@pytest.mark.parametrize(
    ("advance", "when", "streams", "percent"),
    [row[1:] for row in APPENDIX_J],
    ids=[row[0] for row in APPENDIX_J],
)
def test_appendix_j_examples(advance: str, when: str, streams: list[Stream], percent: str) -> None:
    advances = [CashFlow(_day(when), Decimal(advance))]
    payments = [
        flow
        for first, count, amount, frequency in streams
        for flow in level_stream(first, count, Decimal(amount), frequency)
    ]
    apr = apr_of(advances, payments)
    assert _two_decimals(apr) == Decimal(percent)
    assert reprice(apr.rate, advances, payments) == 0


def test_the_iteration_example_of_appendix_j() -> None:
    # (b)(9)(i): $1,000 repaid in 36 monthly payments of $33.61 is 12.83 %.
    apr = apr_of_level_periods(Decimal(1000), [Decimal("33.61")] * 36, per_year=12)
    assert _two_decimals(apr) == Decimal("12.83")


# --- Appendix K: several advances, one payment at the end ------------------------------

START = date(2001, 1, 1)


def test_equal_monthly_advances_repaid_at_once() -> None:
    # Appendix K (b)(8)(i): 24 advances of $350, $14,313.08 owed after two years, is 48.53 %.
    advances = level_stream(START, 24, Decimal(350))
    owed = [CashFlow(date(2003, 1, 1), Decimal("14313.08"))]
    assert _two_decimals(apr_of(advances, owed)) == Decimal("48.53")


def test_a_lump_sum_repaid_after_ten_years() -> None:
    # Appendix K (c)(1): $30,000 advanced, $103,385.84 owed, i = .1317069438 a year, 13.17 %.
    apr = apr_of(
        [CashFlow(START, Decimal(30_000))], [CashFlow(date(2011, 1, 1), Decimal("103385.84"))]
    )
    assert _two_decimals(apr) == Decimal("13.17")
    assert apr.per_year == 1
    assert round(apr.rate / 100, 9) == round(Decimal("0.1317069438"), 9)


REVERSE_MORTGAGES = [
    # paragraph, lump sum, costs, monthly advance, months, contract rate, i a month, annual percent
    ("(c)(2)", 0, 4500, "492.51", 120, "9", "0.009061140", "10.87"),
    ("(c)(3)", 10_000, 4500, "725", 144, "8.5", "0.007708844", "9.25"),
]


@pytest.mark.parametrize(
    ("lump", "costs", "monthly", "months", "contract", "rate", "percent"),
    [row[1:] for row in REVERSE_MORTGAGES],
    ids=[row[0] for row in REVERSE_MORTGAGES],
)
def test_appendix_k_examples_with_monthly_advances(
    *, lump: int, costs: int, monthly: str, months: int, contract: str, rate: str, percent: str
) -> None:
    # What is owed at the end is the balance at the contract rate, costs financed; advances, made at
    # the beginning of each month, are payments of a negative amount.
    owed = balance_after(
        Fraction(lump + costs),
        -Fraction(monthly),
        Fraction(contract) / 1200,
        months,
        in_advance=True,
    )
    advances = [CashFlow(START, Decimal(lump)), *level_stream(START, months, Decimal(monthly))]
    repaid = CashFlow(date(START.year + months // 12, 1, 1), round(Decimal(float(owed)), 2))
    apr = apr_of(advances, [repaid])
    assert apr.rate / 1200 == pytest.approx(Decimal(rate), abs=Decimal("1e-9"))
    assert _two_decimals(apr) == Decimal(percent)


def _two_decimals(apr: Apr) -> Decimal:
    return round(apr.rate, 2)
