"""Reading all quantities of a text, with the units they lend each other: "5 to 7 %", "$5-7 million"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.advice.grounding.amounts import BEGINS, amount_at
from domain.advice.grounding.claims import Kind
from domain.advice.grounding.quantity import DOLLARS, Quantity, Unit
from domain.advice.grounding.tokens import Tokens
from domain.advice.grounding.vocabulary import CONNECTIVES, RANGES, UNITS, VULGAR

COUNT: Unit = (Kind.COUNT, Decimal(1))
_LONGEST_GAP = 6
_PARTS_OF = {UNITS["years"]: UNITS["months"], DOLLARS: UNITS["cents"]}
"""What is added to its whole: "5 years and 6 months", "twelve dollars and fifty cents"."""

Units = list[tuple[Unit, int]]
"""The units, each with a scale, in which a quantity may be meant, the likeliest first."""


def scan(tokens: Tokens) -> list[Quantity]:
    """Return the quantities of a text in order, those that belong together as one."""
    found: list[Quantity] = []
    index = 0
    length = len(tokens)
    while index < length:
        word = tokens.words[index]
        amount = None
        if word in BEGINS or word in VULGAR or word[0].isdecimal() or word[0] == ".":
            amount = amount_at(tokens, index)
        if amount is None:
            index += 1
            continue
        index = amount.end
        amount = _signed(tokens, amount)
        merged = _merge(tokens, found[-1], amount) if found else None
        if merged is None:
            found.append(amount)
        else:
            found[-1] = merged
    return found


def units(tokens: Tokens, found: Sequence[Quantity]) -> list[Units]:
    """Return for each quantity its units: its own, or those of the one it is joined with, or a count."""
    result: list[Units] = [[] for _ in found]
    for index in range(len(found) - 1, -1, -1):
        following = index + 1 < len(found)
        gap = _gap(tokens, found[index], found[index + 1]) if following else None
        # "98 and $500": a sign before a number is not shared by the one before it
        signed = following and tokens.word(found[index + 1].first) == "$" and not found[index].unit
        lender = result[index + 1] if gap is not None and not signed else []
        result[index] = _own_or_lent(found[index], lender, gap)
    for index in range(1, len(found)):
        gap = _gap(tokens, found[index - 1], found[index])
        if result[index][0][0] == COUNT and gap and gap <= RANGES and not is_year(found[index]):
            result[index] = _lent_back(result[index - 1], result[index])
    return result


def joined(tokens: Tokens, before: Quantity, after: Quantity) -> bool:
    """Whether two quantities are said together, as in "5 to 7" or "10, 15 or 30"."""
    return _gap(tokens, before, after) is not None


def is_range(tokens: Tokens, before: Quantity, after: Quantity) -> bool:
    """Whether two quantities are the ends of a range: "5 to 7", "between 5 and 7"."""
    gap = _gap(tokens, before, after) or frozenset()
    between = gap == {"and"} and tokens.word(before.first - 1) == "between"
    return between or bool(gap and gap <= RANGES)


def is_year(found: Quantity) -> bool:
    """Whether a number without a unit looks like a year of our time."""
    bare = found.unit is None and found.scale == 1 and found.quantum == 1 and not found.in_words
    return bare and 1900 <= found.value <= 2099 and found.end - found.first == 1


def _own_or_lent(found: Quantity, lender: Units, gap: frozenset[str] | None) -> Units:
    own = found.unit or COUNT
    if gap is None or not lender or is_year(found) or found.ordinal:
        return [(own, found.scale)]
    unit, scale = lender[0]
    if found.unit is None and unit != COUNT:
        lent: Units = [(unit, found.scale)]
        if scale > 1 and found.scale == 1:
            lent.insert(0, (unit, scale))
        return lent if gap <= RANGES else [*lent, (COUNT, found.scale)]
    if scale > 1 and found.scale == 1 and own[0] in {Kind.MONEY, Kind.COUNT} and gap <= RANGES:
        return [(own, scale), (own, 1)]
    return [(own, found.scale)]


def _lent_back(before: Units, own: Units) -> Units:
    """Return the units of the end of a range whose begin has one: "$300,000 to 400,000"."""
    unit, scale = before[0]
    if unit == COUNT:
        return own
    return [(unit, own[0][1]), *([(unit, scale)] if scale > own[0][1] else []), *own]


def _gap(tokens: Tokens, before: Quantity, after: Quantity) -> frozenset[str] | None:
    """Return the words between two quantities if they join them, else None."""
    words = tokens.words[before.end : after.first]
    if not words or len(words) > _LONGEST_GAP or not CONNECTIVES.issuperset(words):
        return None
    return frozenset(words)


def _signed(tokens: Tokens, amount: Quantity) -> Quantity:
    """Give a quantity the minus that stands before it, as in "-$35" but not in "$5-$7"."""
    at = amount.first - 1
    minus = tokens.word(at) in {"-", "\u2212"} and tokens.glued(at + 1) and not tokens.glued(at)
    return replace(amount, first=at, value=-amount.value) if minus else amount


def _merge(tokens: Tokens, before: Quantity, after: Quantity) -> Quantity | None:
    """Return two quantities as one if they are: "5 years and 6 months", "one in five"."""
    words = tokens.words[before.end : after.first]
    hyphened = "-" in {tokens.word(before.end - 2), tokens.word(after.end - 2)}
    if words in ([], ["and"]) and not hyphened:
        return _sum(tokens, before, after)
    if words in (["in"], ["out", "of"], ["in", "every"], ["out", "of", "every"]):
        return _one_in(before, after)
    return None


def _sum(tokens: Tokens, before: Quantity, after: Quantity) -> Quantity | None:
    if before.unit is None or after.unit != _PARTS_OF.get(before.unit, COUNT):
        return None
    if tokens.word(before.first - 1) == "between" or before.ordinal:
        return None
    parts = int(before.unit[1] / after.unit[1])
    if after.amount >= parts:
        return None
    value = before.amount * parts + after.amount
    return replace(after, first=before.first, value=value, scale=1, in_words=False)


def _one_in(before: Quantity, after: Quantity) -> Quantity | None:
    if before.unit or after.unit or is_year(after) or not before.amount < after.amount <= 1000:
        return None
    share = 100 * before.amount / after.amount
    unit = (Kind.PERCENT, Decimal(1))
    return replace(before, end=after.end, value=share, scale=1, unit=unit, in_words=False)
