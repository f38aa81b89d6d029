"""Reading fractions in words and signs: "two-thirds", "half of", "a quarter point", "6½"."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.grounding.claims import Kind
from domain.advice.grounding.number_words import DENOMINATORS, SCALES, SIMPLE
from domain.advice.grounding.quantity import FINE, Quantity
from domain.advice.grounding.tokens import Tokens
from domain.advice.grounding.vocabulary import ARTICLES, UNITS, VULGAR

_ONE = Decimal(1)
_LARGE_AMOUNTS = SCALES.keys() | {"dozen"}
_NOT_BEHIND_A_FRACTION = frozenset({"-", "party", "parties", "year", "month", "day", "time"})
_HALVES_OF_TIME = frozenset({"first", "second", "latter", "other", "better", "each"})


def denominated(tokens: Tokens, index: int) -> Quantity | None:
    """Read "half of", "a quarter point", "a third of", "a year and a half"."""
    word, before, after = tokens.words[index], tokens.word(index - 1), tokens.word(index + 1)
    if word == "half" and before in ARTICLES and tokens.word(index - 2) == "and":
        return _unit_and_a_half(tokens, index)
    if word == "half":
        joined = after == "-" and not _point(tokens, index + 1)
        if joined or before in _HALVES_OF_TIME or tokens.word(index + 2) in _LARGE_AMOUNTS:
            return None
    elif before not in ARTICLES or not (after == "of" or _point(tokens, index + 1)):
        return None
    first = index - 1 if before in ARTICLES else index
    return share_of(tokens, first, index + 1, _ONE / DENOMINATORS[word])


def _unit_and_a_half(tokens: Tokens, index: int) -> Quantity | None:
    """Read "a year and a half", with "half" at `index`."""
    unit = UNITS.get(tokens.word(index - 3))
    if unit is None or tokens.word(index - 4) not in ARTICLES:
        return None
    return Quantity(index - 4, index + 1, Decimal("1.5"), Decimal("0.1"), unit=unit, in_words=True)


def denominator_at(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """Return the denominator of a fraction whose numerator ends before `index`: "-thirds"."""
    at = index + 1 if tokens.word(index) == "-" else index
    word = tokens.word(at)
    if word not in DENOMINATORS or (word == "half" and tokens.word(at - 1) not in {"-", "one"}):
        return None
    plural = word.endswith("s") or word == "half"
    alone = tokens.word(index - 1) == "one" and tokens.word(at + 1) not in _NOT_BEHIND_A_FRACTION
    if not (plural or at > index or tokens.word(at + 1) == "of" or (alone and word != "quarter")):
        return None
    return Decimal(DENOMINATORS[word]), at + 1


def share_of(tokens: Tokens, first: int, end: int, value: Decimal) -> Quantity:
    """Return a fraction: of a point if that follows, of another unit, else of the whole."""
    if point := _point(tokens, end):
        return Quantity(first, point, value, FINE, unit=(Kind.PERCENT, _ONE))
    at = end + 1 if tokens.word(end) in {"a", "an", "-"} else end
    unit = UNITS.get(tokens.word(at))
    if unit is not None and unit[0] in {Kind.MONTHS, Kind.DAYS}:
        return Quantity(first, at + 1, value, FINE, unit=unit)
    return Quantity(first, end, value * 100, _ONE, unit=(Kind.PERCENT, _ONE))


def _point(tokens: Tokens, index: int) -> int:
    """Return the index behind "of a percentage point", "a point", "-point", "%"; 0 if none is there."""
    at = index
    for filler in ({"of", "-"}, {"a", "an", "one", "1"}, {"percentage", "full"}):
        if tokens.word(at) in filler:
            at += 1
    return at + 1 if tokens.word(at) in {"point", "points", "percent", "%"} else 0


def mixed_at(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """Return the fraction of a mixed number and its end: "½", " 1/2", "and a half", "and two thirds"."""
    word = tokens.word(index)
    if word in VULGAR:
        part, whole = VULGAR[word]
        return Decimal(part) / whole, index + 1
    if word.isdecimal() and tokens.word(index + 1) == "/" and tokens.word(index + 2).isdecimal():
        part_shown, whole_shown = Decimal(word), Decimal(tokens.words[index + 2])
        return (part_shown / whole_shown, index + 3) if part_shown < whole_shown else None
    if word != "and":
        return None
    numerator = 1 if tokens.word(index + 1) in ARTICLES else SIMPLE.get(tokens.word(index + 1), 0)
    at = index + 3 if tokens.word(index + 2) == "-" else index + 2
    denominator = DENOMINATORS.get(tokens.word(at), 0)
    if not numerator < denominator or tokens.word(at + 1) == "of":
        return None
    return Decimal(numerator) / denominator, at + 1
