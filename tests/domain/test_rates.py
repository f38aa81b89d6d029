from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.rates import (
    parse_percent,
    parse_percent_change,
    percent_of,
    periodic_rate,
    require_percent,
)


@pytest.mark.parametrize("text", ["6.5", "0", "0.065", "100", "100.000000", "6.123456", "06.5"])
def test_percentages_are_read_in_percent_units(text: str) -> None:
    assert parse_percent(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6,5",
        "6.5%",
        "6.5 ",
        "-1",
        "-0",
        "+6.5",
        "100.000001",
        "101",
        "1000",
        "6.1234567",
        ".5",
        "6.",
        "1e1",
        "1e999999",
        "1E-999999",
        "NaN",
        "sNaN",
        "Infinity",
        "\u0666",  # an Arabic digit
        "6" * 5000,
    ],
)
def test_anything_else_is_refused_and_names_its_field(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_percent(text, field="loan.annualRate")
    assert caught.value.field == "loan.annualRate"


@pytest.mark.parametrize(
    ("text", "value"), [("3", "3"), ("-2.5", "-2.5"), ("-100", "-100"), ("-0", "0")]
)
def test_changes_may_be_falls(text: str, value: str) -> None:
    read = parse_percent_change(text)
    assert read == Decimal(value)
    assert not (read.is_zero() and read.is_signed())


@pytest.mark.parametrize("text", ["", "-", "--1", "+1", "-101", "- 1", "-2,5", "-2.5 %"])
def test_other_changes_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_percent_change(text, field="appreciation")
    assert caught.value.field == "appreciation"


@given(st.text())
def test_any_text_is_either_read_within_bounds_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        assert 0 <= parse_percent(text) <= 100


@pytest.mark.parametrize("value", ["-0.1", "100.1", "1E-7", "1E-999999", "1E+999999", "NaN"])
def test_computed_percentages_are_held_to_the_same_bounds(value: str) -> None:
    with pytest.raises(InvalidInput):
        require_percent(Decimal(value), field="annualRate")


def test_trailing_zeros_are_not_decimals() -> None:
    require_percent(Decimal("6.500000000"), field="annualRate")


@pytest.mark.parametrize(
    ("annual", "periods", "expected"),
    [
        ("6.5", 12, Fraction(13, 2400)),
        ("18", 12, Fraction(3, 200)),  # 1.5 % a month is 18 % a year
        ("0", 12, Fraction(0)),
        ("26", 26, Fraction(1, 100)),
    ],
)
def test_the_periodic_rate_is_an_exact_share_of_the_annual_one(
    annual: str, periods: int, expected: Fraction
) -> None:
    assert periodic_rate(Decimal(annual), periods) == expected


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("2000", "6000", "33.33"), ("1", "800", "0.13"), ("3", "2", "150.00"), ("0", "7", "0.00")],
)
def test_a_share_is_given_in_percent_rounded_half_up(part: str, whole: str, percent: str) -> None:
    assert str(percent_of(Decimal(part), Decimal(whole))) == percent
