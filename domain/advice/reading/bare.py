"""Numbers that stand without a sign or a unit, told by their place and their size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.advice.grounding.claims import Claim, Kind
from domain.advice.reading.mention import Mention, Value
from domain.money import round_cents

SMALLEST_BARE_AMOUNT = 1000
"""A number without a dollar sign is taken for dollars from here on: "I owe 180,000"."""

HIGHEST_BARE_RATE = 30
"""A number without a percent sign is taken for a rate only up to here: "at 6.5 for 30 years"."""

_USUAL_YEARS = frozenset({3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40})
_USUAL_MONTHS = frozenset({24, 36, 48, 60, 72, 84, 96, 120, 180, 240, 360})
"""Terms that are told without a unit: "at 7 for 15", "x 60"."""

_JOINS = re.compile(r"\s*(?:,|and|or|vs\.?|versus|to|/|,\s*and)\s+(?:an?\s+)?", re.IGNORECASE)
_IN_A_ROW = re.compile(r"[\s,;/@]*(?:(?:at|for|over|x)\s+)?", re.IGNORECASE)


def row_of(found: Sequence[Claim], question: str) -> list[Mention]:
    """Return amount, rate and term of a question that is nothing but these: "250000 6.5 30"."""
    ends = [0, *(claim.end for claim in found)]
    starts = [*(claim.start for claim in found), len(question.rstrip(" ?.!"))]
    between = (question[end:start] for end, start in zip(ends, starts, strict=True))
    if len(found) != 3 or not all(_IN_A_ROW.fullmatch(each) for each in between):
        return []
    amount, rate, term = (claim.readings[-1] for claim in found)
    months = int(term.value) if term.kind is Kind.MONTHS else usual_term(term.value)
    plain = amount.kind in {Kind.MONEY, Kind.COUNT} and rate.kind in {Kind.PERCENT, Kind.COUNT}
    fits = amount.value >= SMALLEST_BARE_AMOUNT and 0 < rate.value < HIGHEST_BARE_RATE
    if not (plain and fits and months) or term.kind not in {Kind.MONTHS, Kind.COUNT}:
        return []
    facts: tuple[tuple[str, Value], ...] = (
        ("amount", round_cents(amount.value)),
        ("annual_rate", rate.value),
        ("term_months", months),
    )
    return [
        Mention(fact, value, claim.start, claim.end, told=True)
        for (fact, value), claim in zip(facts, found, strict=True)
    ]


def usual_term(number: Decimal) -> int | None:
    """Return the months that a term without a unit has; None if it may be months as well as years."""
    if number in _USUAL_MONTHS:
        return int(number)
    return int(number) * 12 if number in _USUAL_YEARS else None


def also_a_rate(claim: Claim, read: Sequence[Mention], question: str) -> list[Mention]:
    """Return the second of two rates without signs: "rates are 5.9 and 6.6"."""
    number = claim.readings[-1]
    if not read or read[-1].fact != "annual_rate" or number.kind is not Kind.COUNT:
        return []
    joined = _JOINS.fullmatch(question[read[-1].end : claim.start])
    if not joined or not 0 < number.value < HIGHEST_BARE_RATE:
        return []
    return [Mention("annual_rate", number.value, claim.start, claim.end, told=True)]
