"""What can be wrong with a rate sheet, all of it at once and by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.advice.request import HIGHEST_SCORE, LOWEST_SCORE
from domain.errors import BadRateSheet, InvalidInput, SheetProblem
from domain.loans.terms import LONGEST_NAME, MAX_TERM_MONTHS, require_start_date
from domain.money import CENT, CONTEXT
from domain.rate_sheets.row import Band, Measure, RateRow
from domain.rate_sheets.sheet import RateSheet
from domain.rates import require_percent

MOST_ROWS = 500
MOST_POINTS = Decimal(20)
MOST_RATIO = Decimal(100)
"""A band that goes on beyond it has no end."""

_NAME = re.compile(r"(?=.*\w)[\w ,&()/%+'-]+")
"""What can stand within a sentence without ending it, quoting or marking anything."""

_OVERLAPS = (
    "it overlaps row {}: a loan could have both rates; both ends of a band are included, so the next "
    "one begins after it (700 to 739, then 740 to 850)"
)


def require_sound(sheet: RateSheet) -> None:
    """Raise `BadRateSheet`, with all that is wrong, unless a sheet can be published.

    Its name can be said in a sentence, every row is a rate of some loans, and no loan has two.
    """
    found = [*_of_sheet(sheet)]
    for number, row in enumerate(sheet.rows[:MOST_ROWS], start=1):
        found += (SheetProblem(number, field, message) for field, message in _of_row(row))
    # Rows whose bands are no bands would only be reported a second time.
    found = found or [*_overlapping(sheet.rows)]
    if found:
        raise BadRateSheet(found)


def _of_sheet(sheet: RateSheet) -> Iterator[SheetProblem]:
    if len(sheet.name) > LONGEST_NAME or not _NAME.fullmatch(sheet.name):
        yield SheetProblem(
            None,
            "name",
            f"the name must have 1 to {LONGEST_NAME} characters: letters, digits, spaces and "
            ", & ( ) / % + ' -",
        )
    try:
        require_start_date(sheet.effective_from, field="effectiveFrom")
    except InvalidInput as error:
        yield SheetProblem(None, "effectiveFrom", error.message)
    if not 1 <= len(sheet.rows) <= MOST_ROWS:
        yield SheetProblem(
            None, "rows", f"a sheet has 1 to {MOST_ROWS} rows; this one has {len(sheet.rows):,}"
        )


def _of_row(row: RateRow) -> Iterator[tuple[str, str]]:
    """Yield fields with what is wrong with them."""
    yield from _ends("term", row.term_from, row.term_to, 1, MAX_TERM_MONTHS)
    yield from _ends("score", row.score_from, row.score_to, LOWEST_SCORE, HIGHEST_SCORE)
    yield from _ratios(row)
    try:
        require_percent(row.rate, field="rate")
    except InvalidInput as error:
        yield "rate", error.message
    if not (row.points.is_finite() and 0 <= row.points <= MOST_POINTS):
        yield "points", f"points must be from 0 to {MOST_POINTS}"


def _ends(name: str, low: int, high: int, least: int, most: int) -> Iterator[tuple[str, str]]:
    outside = [
        (field, f"{field} must be from {least} to {most}")
        for field, value in ((f"{name}From", low), (f"{name}To", high))
        if not least <= value <= most
    ]
    yield from outside
    if not outside and low > high:
        yield f"{name}To", f"{name}To must not be less than {name}From"


def _ratios(row: RateRow) -> Iterator[tuple[str, str]]:
    unfit = [
        (field, f"{field} must be from 0 to {MOST_RATIO} percent, with at most 2 decimals")
        for field, value in (("ltvFrom", row.ltv_from), ("ltvTo", row.ltv_to))
        if value is not None and not _is_ratio(value)
    ]
    yield from unfit
    low, high = row.band(Measure.LOAN_TO_VALUE)
    if not unfit and low > high:
        yield "ltvTo", "ltvTo must not be less than ltvFrom"


def _is_ratio(value: Decimal) -> bool:
    within = value.is_finite() and 0 <= value <= MOST_RATIO
    return within and value == value.quantize(CENT, context=CONTEXT)


def _overlapping(rows: Sequence[RateRow]) -> Iterator[SheetProblem]:
    """Name each row that overlaps one before it, with the first of those."""
    boxes = [[row.band(measure) for measure in Measure] for row in rows]
    for number, box in enumerate(boxes, start=1):
        for earlier, other in enumerate(boxes[: number - 1], start=1):
            if _overlap(box, other):
                yield SheetProblem(number, None, _OVERLAPS.format(earlier))
                break


def _overlap(box: Sequence[Band], other: Sequence[Band]) -> bool:
    """Whether there can be a loan in both; a plain loop, because many pairs are compared."""
    for (low, high), (least, most) in zip(box, other, strict=True):
        if high < least or most < low:
            return False
    return True
