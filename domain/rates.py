"""Percentages: a `Decimal` in percent units, so 6.5 means 6.5 %; there is no fraction form."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.money import CONTEXT

MAX_PERCENT = Decimal(100)
"""The largest percentage that is read; computed ones, such as a debt ratio, may exceed it."""

_PLAIN_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
_FINEST = Decimal("0.000001")
_HUNDREDTH = Decimal("0.01")


def parse_percent(text: str, *, field: str | None = None) -> Decimal:
    """A percentage from 0 to 100 as clients write it: "6.5" is 6.5 %, "0.065" is 0.065 %.

    Only ASCII digits and one point are read, with at most 6 decimals; a comma, a percent sign, a
    minus, exponents, NaN and infinities are refused.

    Raises InvalidInput naming `field`.
    """
    if not _PLAIN_PERCENT.fullmatch(text):
        raise InvalidInput(
            "write a percentage in plain digits with a point and at most 6 decimals, "
            "such as 6.5 for 6.5 %",
            field=field,
        )
    value = Decimal(text)
    require_percent(value, field=field)
    return value


def parse_percent_change(text: str, *, field: str | None = None) -> Decimal:
    """A change from -100 to 100 percent: "3" is a rise of 3 %, "-2.5" a fall of 2.5 %.

    Otherwise as `parse_percent`. Raises InvalidInput naming `field`.
    """
    size = parse_percent(text.removeprefix("-"), field=field)
    return -size if text.startswith("-") and size else size


def require_percent(value: Decimal, *, field: str | None) -> None:
    """Raise InvalidInput naming `field` unless 0 <= value <= 100, with at most 6 decimals.

    The limit on decimals keeps exact arithmetic with the rate cheap.
    """
    name = field or "a percentage"
    if not value.is_finite() or value < 0 or value > MAX_PERCENT:
        raise InvalidInput(f"{name} must be from 0 to {MAX_PERCENT} percent", field=field)
    if value != value.quantize(_FINEST, context=CONTEXT):
        raise InvalidInput(f"{name} must have at most 6 decimals", field=field)


def periodic_rate(annual_rate: Decimal, periods_per_year: int) -> Fraction:
    """The simple rate for one period, exactly: 6.5 (percent a year) over 12 gives 13/2400.

    It is the nominal annual rate divided by the number of periods, as a note states it
    (Regulation Z, 12 CFR 1026.14(b), uses the same relation for periodic rates); it does not
    compound.
    """
    return Fraction(annual_rate) / (100 * periods_per_year)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """`part` as a percentage of `whole`, rounded half up to two decimals.

    Raises decimal.DivisionByZero or InvalidOperation for a `whole` of 0: check it first.
    """
    percentage = CONTEXT.divide(CONTEXT.multiply(part, Decimal(100)), whole)
    return percentage.quantize(_HUNDREDTH, context=CONTEXT)
