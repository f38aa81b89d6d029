"""What a rate sheet had to say of a loan whose rate is not known, as the record keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.rate_sheets.lookup import Match
from domain.rate_sheets.row import Measure


@dataclass(frozen=True, slots=True)
class Pricing:
    """The sheet that was looked into, with the row that gave the rate, or with what it still `needs`.

    With neither, no row is for the loan. `product` says what the sheet is for, `version` which of its
    name it is. `lowest` and `highest` are the sheet's rates, in percent, for all that is known of the loan:
    what a rate that was told is held against; None if no row is for it.
    """

    sheet_id: UUID
    name: str
    version: str
    product: str
    effective_from: date
    sample: bool
    match: Match | None = None
    needs: tuple[Measure, ...] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None
