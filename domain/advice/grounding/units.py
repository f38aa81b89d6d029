"""Finding the unit that is written with a number."""

from __future__ import annotations

from dataclasses import replace

from domain.advice.grounding.quantity import DOLLARS, Quantity
from domain.advice.grounding.tokens import Tokens
from domain.advice.grounding.vocabulary import BETWEEN_NUMBER_AND_UNIT, UNITS


def with_unit(tokens: Tokens, found: Quantity) -> Quantity:
    """Add the unit that follows, over words such as "business" in "three business days"."""
    if tokens.word(found.first - 1) in {"$", "usd"}:
        end = found.end + (tokens.word(found.end) in {"dollars", "usd"})
        return replace(found, first=found.first - 1, end=end, unit=DOLLARS)
    at, limit = found.end, found.end + 3
    while at < limit and tokens.word(at) in BETWEEN_NUMBER_AND_UNIT:
        at += 1
    word = tokens.word(at).removesuffix("'s")
    if word == "per" and tokens.word(at + 1) == "cent":
        return replace(found, unit=UNITS["percent"], end=at + 2)
    if word not in UNITS or (word == "x" and not tokens.glued(at)):
        return found
    unit = UNITS[word]
    if word.startswith("point") and tokens.word(at - 1) == "basis":
        unit = UNITS["bp"]
    elif word.startswith("point") and tokens.word(at - 1) != "percentage" and found.value > 20:
        return found  # points of a credit score
    return replace(found, unit=unit, end=at + 1)


def with_ordinal_unit(tokens: Tokens, found: Quantity) -> Quantity:
    """Add the unit of "the 61st month"; the end stays, so that a sum may follow."""
    return replace(found, unit=with_unit(tokens, found).unit)
