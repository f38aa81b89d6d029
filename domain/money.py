"""US dollars: a `Decimal` in whole cents at every edge, exact integers in between.

All rounding is half up (away from zero), as consumer lenders round, and none of it depends on the
thread's decimal context, which anyone may change: operations take `CONTEXT` explicitly or work on
whole cents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import reduce

from domain.errors import InvalidInput

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
MAX_MONEY = Decimal("999999999999.99")
"""The largest amount that is read, either side of zero: just under a trillion dollars."""

CONTEXT = Context(
    prec=50, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""Pass it to decimal operations; 50 digits hold any product of an amount and a rate exactly."""

_PLAIN_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


def parse_money(text: str, *, field: str | None = None) -> Decimal:
    """An amount as clients write it: "1264.14", "200000", "-35.5", in whole cents.

    Only ASCII digits, one point and a leading minus are read. Signs of currency, thousands
    separators, exponents, NaN and infinities are refused, and so is a third decimal: rounding what
    someone wrote would answer a question that was not asked. Whether a field may be negative is for
    the field to say.

    Raises InvalidInput naming `field`.
    """
    if not _PLAIN_AMOUNT.fullmatch(text):
        raise InvalidInput(
            "write an amount in US dollars in plain digits with at most 12 before the point and "
            "2 after it, such as 1264.14",
            field=field,
        )
    return round_cents(Decimal(text))


def round_cents(value: Decimal) -> Decimal:
    """`value` to the nearest cent, half a cent away from zero, and never a negative zero.

    Meant for computed figures; raises decimal.InvalidOperation for NaN, an infinity or 10**48 and
    more, which no figure of this product reaches.
    """
    if value.is_nan():  # quantize lets it pass in silence
        raise InvalidOperation(f"{value} is not an amount")
    return value.quantize(CENT, context=CONTEXT) or ZERO


def to_cents(value: Decimal) -> int:
    """`value` in whole cents, rounded half up."""
    return int(round_cents(value).scaleb(2, context=CONTEXT))


def from_cents(cents: int) -> Decimal:
    """Whole cents as dollars with two decimals."""
    return CONTEXT.multiply(cents, CENT)


def round_half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to the fraction, a half upwards; for numerator >= 0, denominator > 0.

    Exact whatever the size, so a tie is seen as a tie.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum; 0.00 for none."""
    return reduce(CONTEXT.add, amounts, ZERO)


def show_money(value: Decimal) -> str:
    """For people, to the cent: "$1,264.14", "-$35.50"."""
    rounded = round_cents(value)
    return f"{'-' if rounded < 0 else ''}${rounded.copy_abs():,f}"


def require_not_negative(value: Decimal, *, field: str) -> None:
    """Raise InvalidInput naming `field` unless 0 <= value <= MAX_MONEY."""
    if not value.is_finite() or value < 0 or value > MAX_MONEY:
        raise InvalidInput(f"{field} must be from 0 to {MAX_MONEY:,f} US dollars", field=field)


def require_positive(value: Decimal, *, field: str) -> None:
    """Raise InvalidInput naming `field` unless 0 < value <= MAX_MONEY."""
    require_not_negative(value, field=field)
    if not value:
        raise InvalidInput(f"{field} must be more than 0", field=field)
