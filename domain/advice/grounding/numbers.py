"""Finding the numeric claims of an English text, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext

from domain.advice.grounding.amounts import BEGINS
from domain.advice.grounding.claims import Claim, Hedge, Kind, Reading
from domain.advice.grounding.context import (
    hedge_after,
    hedge_before,
    period_after,
    period_before,
)
from domain.advice.grounding.quantities import COUNT, Units, is_range, is_year, joined, scan, units
from domain.advice.grounding.quantity import Quantity
from domain.advice.grounding.structured import structured
from domain.advice.grounding.tokens import Tokens
from domain.advice.grounding.vocabulary import (
    COUNTED,
    DISCOURSE,
    NUMBERED,
    POINTING,
    UNITS,
)
from domain.money import CONTEXT

_TYPOGRAPHY = str.maketrans(
    {
        "\u2019": "'",
        "\uff04": "$",
        "\uff05": "%",
        "\u2011": "-",
        "\u2010": "-",
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
    }
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_YEARS = UNITS["years"]
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_WORD = re.compile(r"[a-z]+")
_HIDDEN = "\x00"
_WITHOUT_UNIT = (UNITS["dollars"], UNITS["%"], UNITS["months"], _YEARS, UNITS["days"])
"""What a number without a unit may be counted in where a table's head says it."""


def claims(text: str) -> list[Claim]:
    """Return the numeric claims of a text in the order in which they stand.

    Left out, because they claim nothing: list markers, "Step 2", web addresses, "one" without a
    unit, "first" to "third", and small counts of what the text itself names ("two ways", "the two
    loans"). In a row of a Markdown table a number without a unit may be of any kind.
    """
    plain = text.replace("*", " ").replace("`", " ")
    if not plain.isascii():
        plain = plain.translate(_TYPOGRAPHY)
    if not _DIGIT.search(plain) and BEGINS.isdisjoint(_WORD.findall(plain.lower())):
        return []
    with localcontext(CONTEXT):
        return _claims(_ADDRESS.sub(_blank, plain), in_table=text.lstrip().startswith("|"))


def _claims(plain: str, *, in_table: bool) -> list[Claim]:
    fixed = list(structured(plain))
    for claim in fixed:
        hidden = _HIDDEN + " " * (claim.end - claim.start - 1)
        plain = plain[: claim.start] + hidden + plain[claim.end :]
    found = [claim for claim in fixed if claim.readings]
    found += _amounts(Tokens(plain), in_table=in_table)
    return sorted(found, key=lambda claim: claim.start)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _amounts(tokens: Tokens, *, in_table: bool) -> Iterator[Claim]:
    found = scan(tokens)
    hedge = Hedge.NONE
    for index, (quantity, meant) in enumerate(zip(found, units(tokens, found), strict=True)):
        previous = found[index - 1] if index else None
        follows = previous is not None and joined(tokens, previous, quantity)
        own = hedge_before(tokens, quantity.first, meant[0][0][0])
        hedge = hedge if follows and own is Hedge.NONE and hedge is Hedge.ABOUT else own
        if own is Hedge.NONE and hedge is Hedge.NONE:
            hedge = hedge_after(tokens, quantity.end)
        hedged = own is not Hedge.NONE
        if not hedged and _claims_nothing(tokens, quantity, meant, previous if follows else None):
            continue
        claim = _claim(tokens, quantity, _readings(tokens, quantity, meant, in_table), hedge)
        if previous is not None and is_range(tokens, previous, quantity):
            claim = replace(claim, range_start=tokens.starts[previous.first])
        yield claim


def _claim(tokens: Tokens, quantity: Quantity, meant: tuple[Reading, ...], hedge: Hedge) -> Claim:
    start, end = tokens.starts[quantity.first], tokens.ends[quantity.end - 1]
    period = None
    if meant[0].kind in {Kind.MONEY, Kind.PERCENT}:
        period = period_after(tokens, quantity.end) or period_before(tokens, quantity.first)
    return Claim(tokens.text[start:end], start, end, meant, hedge, period)


def _readings(
    tokens: Tokens, quantity: Quantity, meant: Units, in_table: bool
) -> tuple[Reading, ...]:
    own = [quantity.reading(unit, scale) for unit, scale in meant]
    if quantity.ordinal:
        return (quantity.reading((Kind.ORDINAL, Decimal(1)), 1), *own)
    if is_year(quantity):
        own.insert(0, Reading(Kind.DATE, parts=(str(quantity.value), "", "")))
    if quantity.unit is None and in_table:
        own += [quantity.reading(unit, quantity.scale) for unit in _WITHOUT_UNIT]
    return (*_by_neighbours(tokens, quantity), *own, *_counted_off(tokens, quantity))


def _by_neighbours(tokens: Tokens, quantity: Quantity) -> Iterator[Reading]:
    """Yield what the words beside a number add: "year 5" are years, and "age 62" as well."""
    before, after = tokens.word(quantity.first - 1), tokens.words[quantity.end : quantity.end + 2]
    if quantity.unit is None and before in UNITS:
        yield quantity.reading(UNITS[before], 1)
    elif quantity.unit is None and before in {"age", "aged", "ages"}:
        yield quantity.reading(_YEARS, 1)
    elif quantity.unit == _YEARS and (after[:1] == ["old"] or after == ["of", "age"]):
        yield quantity.reading(COUNT, 1)


def _counted_off(tokens: Tokens, quantity: Quantity) -> Iterator[Reading]:
    """Yield "payment 61" as the 61st."""
    if quantity.unit is None and tokens.word(quantity.first - 1) in NUMBERED:
        yield quantity.reading((Kind.ORDINAL, Decimal(1)), 1)


def _claims_nothing(
    tokens: Tokens, quantity: Quantity, meant: Units, previous: Quantity | None
) -> bool:
    """Whether a number in words, or a small count, is a way of speaking."""
    word = tokens.word(quantity.first)
    counts = meant[0][0] == COUNT
    if quantity.in_words and quantity.amount <= 1:
        at_one_point = tokens.word(quantity.first - 1) == "at" and word == "one"
        idle = word in {"one", "zero"} and counts and tokens.word(quantity.first - 1) not in UNITS
        return idle or at_one_point or (word == "one" and tokens.word(quantity.end - 1) == "day")
    if not counts or quantity.amount > 10 or quantity.ordinal or is_year(quantity):
        return False
    if previous is not None and tokens.word(previous.first) == "one":
        return True  # "one or two"
    return _speaks_of_text(tokens, quantity)


def _speaks_of_text(tokens: Tokens, quantity: Quantity) -> bool:
    following = tokens.words[quantity.end : quantity.end + 2]
    if not DISCOURSE.isdisjoint(following):
        return True
    points = quantity.in_words and tokens.word(quantity.first - 1) in POINTING
    return points and quantity.amount <= 3 and COUNTED.isdisjoint(following)
