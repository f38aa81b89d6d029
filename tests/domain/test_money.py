from __future__ import annotations

from decimal import ROUND_DOWN, Decimal, Inexact, InvalidOperation, getcontext, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.money import (
    MAX_MONEY,
    ZERO,
    from_cents,
    parse_money,
    require_not_negative,
    require_positive,
    round_cents,
    round_half_up,
    show_money,
    to_cents,
    total,
)

cents = st.integers(-(10**14) + 1, 10**14 - 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1264.14", "1264.14"),
        ("200000", "200000.00"),
        ("0.5", "0.50"),
        ("-35.5", "-35.50"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("007", "7.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts_in_plain_digits_are_read_in_whole_cents(text: str, shown: str) -> None:
    assert str(parse_money(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1",
        "1 ",
        "1\n",
        "1.",
        ".5",
        "+1",
        "--1",
        "1,264.14",
        "1264,14",
        "$5",
        "1_000",
        "1e3",
        "1e999999",
        "1E-999999",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        "0x10",
        "1.234",
        "1.000",
        "1000000000000",
        "9" * 5000,
        "\u0663",  # an Arabic digit
        "\uff11",  # a full-width digit
        "½",
    ],
)
def test_anything_else_is_refused_and_names_its_field(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_money(text, field="loan.amount")
    assert caught.value.field == "loan.amount"
    assert caught.value.code == "BAD_USER_INPUT"


@given(st.text())
def test_any_text_is_either_read_within_bounds_or_refused(text: str) -> None:
    try:
        amount = parse_money(text)
    except InvalidInput:
        return
    assert abs(amount) <= MAX_MONEY
    assert amount.as_tuple().exponent == -2


@given(cents)
def test_cents_and_dollars_convert_back_and_forth_without_loss(amount: int) -> None:
    dollars = from_cents(amount)
    assert to_cents(dollars) == amount
    assert parse_money(str(dollars)) == dollars
    assert dollars.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("2.675", "2.68"),
        ("0.0049999", "0.00"),
        ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
        ("1E+3", "1000.00"),
    ],
)
def test_half_a_cent_rounds_away_from_zero(value: str, rounded: str) -> None:
    assert str(round_cents(Decimal(value))) == rounded


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1E+999999"])
def test_what_is_no_amount_cannot_be_rounded(value: str) -> None:
    with pytest.raises(InvalidOperation):
        round_cents(Decimal(value))


@given(st.integers(0, 10**40), st.integers(1, 10**40))
def test_fractions_round_to_the_nearest_integer_and_halves_up(
    numerator: int, denominator: int
) -> None:
    error = round_half_up(numerator, denominator) - Fraction(numerator, denominator)
    assert Fraction(-1, 2) < error <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1264.14", "$1,264.14"),
        ("-1264.135", "-$1,264.14"),
        ("0", "$0.00"),
        ("-0.001", "$0.00"),
        ("1000000", "$1,000,000.00"),
        ("7.5", "$7.50"),
    ],
)
def test_amounts_are_shown_with_sign_separators_and_cents(value: str, shown: str) -> None:
    assert show_money(Decimal(value)) == shown


@given(st.lists(cents, max_size=20))
def test_sums_are_exact(amounts: list[int]) -> None:
    assert to_cents(total(from_cents(each) for each in amounts)) == sum(amounts)


def test_the_sum_of_nothing_is_zero() -> None:
    assert str(total(())) == "0.00"


def test_a_hostile_decimal_context_changes_nothing_and_is_not_changed() -> None:
    with localcontext() as context:
        context.prec = 2
        context.rounding = ROUND_DOWN
        context.traps[Inexact] = True
        context.clear_flags()

        assert parse_money("123456.78") == Decimal("123456.78")
        assert str(round_cents(Decimal("123456.785"))) == "123456.79"
        assert to_cents(Decimal("123456.785")) == 12345679
        assert str(from_cents(12345679)) == "123456.79"
        assert str(total([Decimal("123456.78"), Decimal("0.01")])) == "123456.79"
        assert show_money(Decimal("-123456.785")) == "-$123,456.79"

        assert not any(getcontext().flags.values())


@pytest.mark.parametrize("value", ["-0.01", "NaN", "sNaN", "Infinity", "1E+999999"])
def test_amounts_out_of_bounds_are_refused(value: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        require_not_negative(Decimal(value), field="monthlyDebts")
    assert caught.value.field == "monthlyDebts"


def test_zero_is_not_negative_but_not_positive_either() -> None:
    require_not_negative(ZERO, field="fees")
    require_positive(MAX_MONEY, field="fees")
    with pytest.raises(InvalidInput, match="fees must be more than 0"):
        require_positive(ZERO, field="fees")
