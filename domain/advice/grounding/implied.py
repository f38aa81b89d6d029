"""Numbers that a source says without a numeral: "for a year" lets an answer say "12 months"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.advice.grounding.claims import Reading
from domain.advice.grounding.vocabulary import UNITS

_ONE_OF = re.compile(
    r"(?P<before>\S*)\s+(?:an?|one)[ -](?:full )?(?P<unit>year|month|week|day|hour|decade)\b"
)
_FREQUENCIES = frozenset({"once", "twice", "times", "dollars", "percent", "points"})


def implied(text: str) -> Iterator[Reading]:
    """Yield each "a year" or "a month" that is a stretch of time, and not a rate ("$50 a year")."""
    for found in _ONE_OF.finditer(text):
        before = found["before"].strip("*\"'“”(")
        if before in _FREQUENCIES or before[-1:].isdigit() or before[-1:] == "%":
            continue
        kind, size = UNITS[found["unit"]]
        yield Reading(kind, Decimal(size))
