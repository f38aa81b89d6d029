"""Reading one quantity: how much of what stands at a place of a text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.advice.grounding.number_words import DENOMINATORS, ORDINALS, SCALES, SIMPLE, spelled
from domain.advice.grounding.quantity import FINE, Quantity
from domain.advice.grounding.shares import denominated, denominator_at, mixed_at, share_of
from domain.advice.grounding.tokens import Tokens
from domain.advice.grounding.units import with_ordinal_unit, with_unit
from domain.advice.grounding.vocabulary import ARTICLES, SHORT_SCALES, UNITS, VULGAR

_ONE = Decimal(1)
_LARGE = SCALES.keys() - {"hundred"} | {"dozen"}
_FACTORS = SCALES | {"dozen": 12}
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_MULTIPLES = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), 2),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling"), 3),
}
_MULTIPLIED = frozenset({"as", "the", "your", "what", "that", "its", "their"})
BEGINS = frozenset().union(SIMPLE, _FACTORS, DENOMINATORS, ORDINALS, _MULTIPLES)
"""Words at which a quantity may begin; others begin with a digit or a fraction's sign."""


def amount_at(tokens: Tokens, index: int) -> Quantity | None:
    """Return the quantity that begins with the token at `index`, if one does."""
    word = tokens.words[index]
    if word[0].isdecimal() or (word[0] == "." and word[1:].isdecimal()):
        return _from_digits(tokens, index)
    if word in VULGAR:
        part, whole = VULGAR[word]
        return share_of(tokens, index, index + 1, Decimal(part) / whole)
    if word in SIMPLE:
        value, end = spelled(tokens.words, index)
        return _from_words(tokens, index, end, Decimal(value))
    if word in _FACTORS:
        return _from_scale(tokens, index)
    return _rarer(tokens, index, word)


def _rarer(tokens: Tokens, index: int, word: str) -> Quantity | None:
    found = denominated(tokens, index) if word in DENOMINATORS else None
    if found is None and word in ORDINALS:
        return _ordinal(tokens, index)
    return _multiple(tokens, index) if word in _MULTIPLES else found


def _from_digits(tokens: Tokens, index: int) -> Quantity | None:
    if _in_a_name(tokens, index):
        return None
    text = tokens.words[index].replace(",", "")
    value, quantum = Decimal(text), _ONE.scaleb(-len(text.partition(".")[2]))
    end = index + 1
    if tokens.word(end) in _ORDINAL_ENDINGS and tokens.glued(end):
        return with_ordinal_unit(tokens, Quantity(index, end + 1, value, quantum, ordinal=True))
    if text.isdecimal() and tokens.word(end) == "/" and tokens.word(end + 1).isdecimal():
        whole = Decimal(tokens.words[end + 1])
        return share_of(tokens, index, end + 2, value / whole) if whole > value else None
    if tokens.word(end) in SHORT_SCALES and tokens.glued(end):
        found = Quantity(index, end + 1, value, quantum, SHORT_SCALES[tokens.words[end]])
        return with_unit(tokens, found)
    if (share := denominator_at(tokens, end)) and value < share[0]:
        return share_of(tokens, index, share[1], value / share[0])
    return _finish(tokens, Quantity(index, end, value, quantum))


def _in_a_name(tokens: Tokens, index: int) -> bool:
    """Whether digits belong to a name, as in "Q3" and "W-2" but not in "mid-2026"."""
    if not tokens.glued(index):
        return False
    before = tokens.word(index - 1)
    return before[-1].isalpha() or (
        before == "-" and tokens.glued(index - 1) and tokens.is_name(index - 2)
    )


def _from_words(tokens: Tokens, index: int, end: int, value: Decimal) -> Quantity:
    if share := denominator_at(tokens, end):
        return share_of(tokens, index, share[1], value / share[0])
    if tokens.word(end) == "point" and tokens.word(end + 1) in SIMPLE:
        digit, after = spelled(tokens.words, end + 1)
        if digit < 10:
            found = Quantity(index, after, value + Decimal(digit) / 10, Decimal("0.1"))
            return _finish(tokens, replace(found, in_words=True))
    # "six to fifteen thousand": the last scale is kept apart, so that it can be lent
    scale = SCALES.get(tokens.word(end - 1), 1)
    return _finish(tokens, Quantity(index, end, value / scale, _ONE / scale, scale, in_words=True))


def _from_scale(tokens: Tokens, index: int) -> Quantity | None:
    """Read "a hundred", "a million", "half a dozen"; "hundreds", "several thousand" are vague."""
    if tokens.word(index - 1) not in ARTICLES:
        return None
    halved = tokens.word(index - 2) == "half"
    if tokens.words[index] == "dozen":
        value, end = 12, index + 1
    else:
        value, end = spelled(tokens.words, index)
    amount = Decimal(value) / 2 if halved else Decimal(value)
    first = index - (2 if halved else 1)
    return with_unit(tokens, Quantity(first, end, amount, _ONE, in_words=True))


def _multiple(tokens: Tokens, index: int) -> Quantity | None:
    """Read "twice the", "doubles your", "triple what"; a "double check" multiplies nothing."""
    if tokens.word(index + 1) not in _MULTIPLIED:
        return None
    value = Decimal(_MULTIPLES[tokens.words[index]])
    return Quantity(index, index + 1, value, _ONE, unit=UNITS["times"], in_words=True)


def _ordinal(tokens: Tokens, index: int) -> Quantity | None:
    if tokens.is_name(index) or tokens.word(index + 1) == ",":
        return None  # "Fifth Avenue"; "Fourth, ask …"
    value = Decimal(ORDINALS[tokens.words[index]])
    return with_ordinal_unit(tokens, Quantity(index, index + 1, value, _ONE, ordinal=True))


def _finish(tokens: Tokens, found: Quantity) -> Quantity:
    """Add a mixed fraction, a scale and a unit to a number."""
    if mixed := mixed_at(tokens, found.end):
        fraction, end = mixed
        found = replace(found, value=found.value + fraction, quantum=FINE, end=end)
    word = tokens.word(found.end)
    if (found.scale == 1 and word in _LARGE) or (word == "hundred" and not found.in_words):
        found = replace(found, scale=_FACTORS[word], end=found.end + 1)
    return with_unit(tokens, found)
