"""Looking a loan up in a rate sheet: the row that is for it, or what must be known to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.rate_sheets.row import Measure, RateRow
from domain.rate_sheets.sheet import RateSheet


@dataclass(frozen=True, slots=True)
class Match:
    """The row that is for a loan, and its number in the sheet, from 1."""

    number: int
    row: RateRow


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rate depends on what is not known."""

    needs: tuple[Measure, ...]


def matches(sheet: RateSheet, known: Mapping[Measure, Decimal]) -> list[Match]:
    """Return every row that may be for a loan, as far as it is known."""
    return [
        Match(number, row)
        for number, row in enumerate(sheet.rows, start=1)
        if all(row.covers(measure, value) for measure, value in known.items())
    ]


def lookup(sheet: RateSheet, known: Mapping[Measure, Decimal]) -> Match | Undecided | None:
    """Return the row for what is known of a loan, or what else decides; None if no row is for it.

    A measure that is not known counts only if a row that may be the one depends on it: no band is
    guessed. Ratios are to be rounded to two decimals, as bands have them.
    """
    fitting = matches(sheet, known)
    if not fitting:
        return None
    needs = tuple(
        measure
        for measure in Measure
        if measure not in known and any(match.row.depends_on(measure) for match in fitting)
    )
    if needs:
        return Undecided(needs)
    # Rows of a sound sheet do not overlap, and these agree in all that is known and cover all of the rest.
    (match,) = fitting
    return match
