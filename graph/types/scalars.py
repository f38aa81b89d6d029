"""The scalars of the schema: decimal figures and cursors travel as strings, so nothing is rounded."""

from datetime import date
from decimal import Decimal
from typing import Any, NewType

import strawberry

from domain.dates import parse_date
from domain.errors import InvalidInput
from domain.money import ZERO, parse_money, round_cents
from domain.rates import parse_percent, parse_percent_change

Money = NewType("Money", Decimal)
Percent = NewType("Percent", Decimal)
PercentChange = NewType("PercentChange", Decimal)
Cursor = NewType("Cursor", str)

NO_MONEY = Money(ZERO)
"""The default of an amount that need not be given."""


def _text(value: object, example: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput(f'write it as a string, such as "{example}"')
    return value


def _parse_money(value: object) -> Decimal:
    return parse_money(_text(value, "1264.14"))


def _parse_percent(value: object) -> Decimal:
    return parse_percent(_text(value, "6.5"))


def _parse_date(value: object) -> date:
    return parse_date(_text(value, "2026-01-31"))


def _parse_percent_change(value: object) -> Decimal:
    return parse_percent_change(_text(value, "-2.5"))


def _parse_cursor(value: object) -> str:
    return _text(value, "MTI")


def _show_money(value: Decimal) -> str:
    return f"{round_cents(value):f}"


def _show_percent(value: Decimal) -> str:
    return f"{value:f}"


SCALARS: dict[object, Any] = {
    Money: strawberry.scalar(
        name="Money",
        description=(
            'An amount in US dollars, as a string in plain digits with a point: "1264.14". '
            "At most two decimals are read; two are always written."
        ),
        serialize=_show_money,
        parse_value=_parse_money,
    ),
    Percent: strawberry.scalar(
        name="Percent",
        description=(
            'A percentage, as a string in plain digits with a point: "6.5" means 6.5 %. There is no '
            'fraction form: "0.065" means 0.065 %.'
        ),
        serialize=_show_percent,
        parse_value=_parse_percent,
    ),
    date: strawberry.scalar(
        name="Date",
        description='A day, as RFC 3339 writes it: "2026-01-31".',
        serialize=date.isoformat,
        parse_value=_parse_date,
    ),
    PercentChange: strawberry.scalar(
        name="PercentChange",
        description=(
            'A change in percent, as a string in plain digits with a point: "3" is a rise of 3 %, '
            '"-2.5" a fall of 2.5 %.'
        ),
        serialize=_show_percent,
        parse_value=_parse_percent_change,
    ),
    Cursor: strawberry.scalar(
        name="Cursor",
        description=(
            "A position in a list or in the stream of events. Its text means nothing; hand it back "
            "as it came."
        ),
        serialize=str,
        parse_value=_parse_cursor,
    ),
}
