"""Reading a rate sheet from text: JSON as the API takes it, or CSV with one rate a line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from domain.advice.request import LoanPurpose, RateType
from domain.dates import parse_date
from domain.errors import BadRateSheet, InvalidInput, SheetProblem
from domain.rate_sheets.row import RateRow
from domain.rate_sheets.sheet import Product, RateSheet

_WHOLE = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

E = TypeVar("E", bound=StrEnum)


def read_json(text: str) -> RateSheet:
    """Return the sheet that a JSON object of the form of the API's `RateSheetInput` describes.

    Numbers may be written with or without quotation marks. Raises `BadRateSheet`.
    """
    try:
        # Numbers stay as they are written: none passes through a binary fraction.
        raw = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        _refuse(None, f"the sheet is no JSON: {error}")
    if not isinstance(raw, dict) or not isinstance(raw.get("rows"), list):
        _refuse(
            "rows", "the sheet must be a JSON object with name, product, effectiveFrom and rows"
        )
    product = raw.get("product")
    if not isinstance(product, dict):
        _refuse("product", 'product must be an object, such as {"purpose": "MORTGAGE"}')
    return RateSheet(
        name=str(raw.get("name", "")),
        product=Product(
            _choice(LoanPurpose, product.get("purpose"), "purpose"),
            _choice(RateType, product.get("rateType", RateType.FIXED), "rateType"),
        ),
        effective_from=_day(raw.get("effectiveFrom")),
        rows=_rows(raw["rows"]),
    )


def read_csv(text: str, *, name: str, product: Product, effective_from: date) -> RateSheet:
    """Return the sheet whose rows are the lines of a CSV text, below a line with the columns' names.

    The columns are those of the API's `RateRowInput`; those that a row may do without may be left out
    or blank. Raises `BadRateSheet`; row 1 is the first below the names.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error as error:
        _refuse(None, f"the sheet is no CSV: {error}")
    return RateSheet(name, product, effective_from, _rows(lines))


def _refuse(field: str | None, message: str) -> NoReturn:
    raise BadRateSheet([SheetProblem(None, field, message)]) from None


def _choice(kind: type[E], value: Any, field: str) -> E:
    try:
        return kind(value)
    except ValueError:
        _refuse(field, f"{field} must be one of {', '.join(kind)}")


def _day(value: Any) -> date:
    try:
        return parse_date(str(value))
    except InvalidInput as error:
        _refuse("effectiveFrom", f"effectiveFrom: {error.message}")


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise InvalidInput("must be a whole number")
    return int(text)


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise InvalidInput("must be plain digits with a point, such as 6.625")
    return Decimal(text)


_FIELDS: Mapping[str, tuple[str, Callable[[str], int | Decimal]]] = {
    "termFrom": ("term_from", _whole),
    "termTo": ("term_to", _whole),
    "scoreFrom": ("score_from", _whole),
    "scoreTo": ("score_to", _whole),
    "ltvFrom": ("ltv_from", _decimal),
    "ltvTo": ("ltv_to", _decimal),
    "rate": ("rate", _decimal),
    "points": ("points", _decimal),
}
"""What a row may say, by its public name."""

_NEEDED = ("termFrom", "termTo", "rate")


def _rows(records: Sequence[Any]) -> tuple[RateRow, ...]:
    problems: list[SheetProblem] = []
    rows = []
    for number, record in enumerate(records, start=1):
        said, unfit = _said(record)
        problems += (SheetProblem(number, field, message) for field, message in unfit)
        if not unfit:
            rows.append(RateRow(**said))
    if problems:
        raise BadRateSheet(problems)
    return tuple(rows)


def _said(record: Any) -> tuple[dict[str, Any], list[tuple[str | None, str]]]:
    """Return what a row says, by the names of `RateRow`, and what cannot be read of it."""
    if not isinstance(record, dict):
        return {}, [(None, "it must be an object")]
    said: dict[str, Any] = {}
    unfit: list[tuple[str | None, str]] = [
        (None, f"there is no column {name}: there are {', '.join(_FIELDS)}")
        if name
        else (None, "it has more values than there are columns")
        for name in record
        if name not in _FIELDS
    ]
    for field, text in _texts(record):
        name, read = _FIELDS[field]
        try:
            said[name] = read(text)
        except InvalidInput as error:
            unfit.append((field, f"{field} {error.message}; it is {text[:40]!r}"))
    given = {field for field, _ in _texts(record)}
    unfit += ((field, f"{field} is missing") for field in _NEEDED if field not in given)
    return said, unfit


def _texts(record: Mapping[Any, Any]) -> Iterable[tuple[str, str]]:
    """Yield the fields that have a value."""
    for field in _FIELDS:
        value = record.get(field)
        if value is not None and (text := str(value).strip()):
            yield field, text
