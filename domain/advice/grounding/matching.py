"""Whether a number in an answer says what a source says, to the precision that it shows.

A number is compared in the base unit of its kind, so 360 months are 30 years and 650 basis points
6.5 %. Kinds never mix, nor do periods: "$500 a month" is not "$500 in all".

How near a number must come to what it rests on:

- as shown: within half of its last shown place, and no further than 3 % from a computed figure or
  1 % from a number that someone stated ("38 %" for a computed 38.27, never "7 %" for a rate of
  6.75). Whole years, months and days are meant exactly.
- "about", "roughly": within half of its last place that is not a zero, and 5 % (10 % for times).
- "more than", "nearly" and the like, for computed figures and inputs: on the right side, nearer than
  one such place, and 10 %. Rules are quoted exactly: what a passage says is never met by a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.advice.grounding.claims import Claim, Hedge, Kind, Reading
from domain.advice.grounding.facts import Fact, Facts

ROUNDING_OF_COMPUTED = Decimal("0.03")
ROUNDING_OF_STATED = Decimal("0.01")
ABOUT = Decimal("0.05")
ABOUT_TIME = Decimal("0.10")
BOUND = Decimal("0.10")
_EQUAL = Decimal("1e-9")

_NAMED = frozenset({Kind.DATE, Kind.RATIO, Kind.SECTION})
_ALSO: dict[Kind, tuple[Kind, ...]] = {
    Kind.ORDINAL: (Kind.ORDINAL, Kind.COUNT),
}
"""The kinds of facts that a claim may rest on, where they are not its own kind alone."""
_SMALLEST_SECTION = 100


def grounding_of(claim: Claim, facts: Facts) -> tuple[Reading, Fact] | None:
    """Return a reading of the claim and a fact that it agrees with, or None."""
    for reading in claim.readings:
        for kind in _ALSO.get(reading.kind, (reading.kind,)):
            for fact in facts.get(kind, ()):
                if agrees(claim, reading, fact):
                    return reading, fact
        named = _by_name(reading, facts)
        if named is not None:
            return reading, named
    return None


def agrees(claim: Claim, reading: Reading, fact: Fact) -> bool:
    """Whether a claim in this reading says what the fact, of a kind that fits, says."""
    if reading.kind in _NAMED:
        return _says(reading.kind, reading.parts, fact.reading.parts)
    if claim.period and fact.period and claim.period is not fact.period:
        return False
    said, real = reading.value, fact.reading.value
    if said >= 0:
        real = abs(real)
    return abs(said - real) <= _EQUAL or _near(claim.hedge, reading, said, real, fact)


def _near(hedge: Hedge, reading: Reading, said: Decimal, real: Decimal, fact: Fact) -> bool:
    distance, size = abs(said - real), abs(real)
    if hedge is Hedge.ABOUT:
        share = ABOUT_TIME if reading.kind in {Kind.MONTHS, Kind.DAYS} else ABOUT
        return distance <= max(reading.quantum, reading.coarse) / 2 and distance <= share * size
    stated = fact.source.startswith(("passage:", "note"))
    if hedge is not Hedge.NONE and not stated:
        right_side = said < real if hedge is Hedge.MORE else said > real
        return right_side and distance < reading.coarse and distance <= BOUND * size
    share = ROUNDING_OF_STATED if fact.exact else ROUNDING_OF_COMPUTED
    return distance <= reading.quantum / 2 and distance <= share * size


def _says(kind: Kind, said: tuple[str, ...], real: tuple[str, ...]) -> bool:
    if kind is Kind.DATE:
        return all(not part or part == other for part, other in zip(said, real, strict=True))
    if kind is Kind.RATIO:
        return said == real
    length = len(said)
    return any(real[at : at + length] == said for at in range(len(real) - length + 1))


def _by_name(reading: Reading, facts: Facts) -> Fact | None:
    """Return what names the same in another form: a "504 loan" section 504, "the 15th" a date."""
    sections = facts.get(Kind.SECTION, ())
    if reading.kind is Kind.SECTION:
        return _section(reading.parts, sections) or _counted(reading.parts, facts)
    if reading.kind is Kind.COUNT and reading.value >= _SMALLEST_SECTION:
        name = str(reading.value)
        return _first(fact for fact in sections if name in fact.reading.parts)
    if reading.kind is Kind.ORDINAL:
        name = str(reading.value)
        return _first(fact for fact in facts.get(Kind.DATE, ()) if name == fact.reading.parts[2])
    return None


def _section(said: tuple[str, ...], sections: Sequence[Fact]) -> Fact | None:
    """Return the section meant by "12 CFR 1026.22(a)" where "12 CFR" and "1026.22(a)" stand apart."""
    head, rest = said[:2], said[2:]
    if not rest or all(fact.reading.parts[:2] != head for fact in sections):
        return None
    return _first(fact for fact in sections if fact.reading.parts[: len(rest)] == rest)


def _counted(said: tuple[str, ...], facts: Facts) -> Fact | None:
    if len(said) != 1 or not said[0].isdecimal():
        return None
    number = Decimal(said[0])
    return _first(fact for fact in facts.get(Kind.COUNT, ()) if fact.reading.value == number)


def _first(facts: Iterable[Fact]) -> Fact | None:
    return next(iter(facts), None)
