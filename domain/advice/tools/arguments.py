"""What tools are given: the kinds of their numbers, and whether someone stated those numbers.

A model may ask what a loan costs; it may not make the loan up. So a number that a tool is given has to be
known: an input, a number of the question or a figure computed before. What a document says does not count,
because a document may be written to mislead. Numbers that a parameter has of itself are always good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import Field as Described
from pydantic import TypeAdapter, ValidationError

from domain.advice.grounding.claims import Kind
from domain.advice.grounding.facts import Fact, Facts
from domain.advice.grounding.markup import without_markup
from domain.advice.grounding.numbers import claims
from domain.errors import InvalidInput

YEARS = "years"
Dollars = Annotated[Decimal, Kind.MONEY, Described(description="US dollars")]
Percent = Annotated[Decimal, Kind.PERCENT, Described(description="percent: 6.5 means 6.5 %")]
Months = Annotated[int, Kind.MONTHS, Described(description="months")]
Years = Annotated[int, YEARS, Described(description="years")]
Count = Annotated[int, Kind.COUNT]

_ALSO = {Kind.MONEY: (Kind.MONEY, Kind.COUNT), Kind.MONTHS: (Kind.MONTHS, Kind.COUNT)}
"""A bare "180,000" in a question counts as dollars, a bare "360" as months."""


@cache
def _adapter(arguments: type) -> TypeAdapter[Any]:
    return TypeAdapter(arguments)


def schema(arguments: type) -> dict[str, Any]:
    """Return the JSON schema of a tool's arguments, without the titles that only repeat names."""
    untitled: dict[str, Any] = _untitled(_adapter(arguments).json_schema())
    return untitled


def _untitled(part: Any) -> Any:
    if isinstance(part, list):
        return [_untitled(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _untitled(value)
        for name, value in part.items()
        if name != "title" or not isinstance(value, str)
    }


def read(arguments: type, given: object) -> Any:
    """Return the arguments that a model sent. Raises `InvalidInput` naming the first that is wrong."""
    try:
        return _adapter(arguments).validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"])) or None
        raise InvalidInput(f"{field or 'arguments'}: {first['msg']}", field=field) from None


def require_known(arguments: object, facts: Facts) -> None:
    """Raise `InvalidInput` naming the first number that nobody stated and nothing computed.

    Names of offers and debts come back in notes, so they must not smuggle numbers or markup in.
    """
    for name, value, kind in _values(arguments):
        if isinstance(value, str):
            if claims(value) or without_markup(value) != value:
                raise InvalidInput("give a plain name without numbers", field=name)
        elif kind is not None and not _is_known(value, kind, facts):
            raise InvalidInput(
                f"{name} {value} was neither stated by the asker nor computed here; do not make it up: "
                "use what was given, or say that it is missing",
                field=name,
            )


def _is_known(value: Decimal | int, kind: str, facts: Facts) -> bool:
    base = Kind.MONTHS if kind == YEARS else Kind(kind)
    wanted = value * 12 if kind == YEARS else value
    return any(
        _is_given(fact) and abs(fact.reading.value) == wanted
        for each in _ALSO.get(base, (base,))
        for fact in facts.get(each, ())
    )


def _is_given(fact: Fact) -> bool:
    """Whether a fact is an input or a figure itself, and not a number of its label or explanation."""
    return fact.source.startswith("input:") or (
        fact.source.startswith("figure:") and not fact.exact
    )


def _values(given: object) -> Iterator[tuple[str, str | Decimal | int, str | None]]:
    """Yield each name and number with its field's name and kind, but for the field's own default."""
    if isinstance(given, list):
        for each in given:
            yield from _values(each)
    if not is_dataclass(given) or isinstance(given, type):
        return
    hints = get_type_hints(type(given), include_extras=True)
    for field in fields(given):
        value = getattr(given, field.name)
        if isinstance(value, bool | Enum) or (value is not None and value == field.default):
            continue
        if isinstance(value, str | Decimal | int):
            yield field.name, value, _kind(hints[field.name])
        else:
            yield from _values(value)


def _kind(hint: Any) -> str | None:
    """Return what a parameter's annotation says it counts, also where it may be left out."""
    if get_origin(hint) is Annotated:
        return next((each for each in hint.__metadata__ if isinstance(each, str)), None)
    return next((kind for each in get_args(hint) if (kind := _kind(each)) is not None), None)
