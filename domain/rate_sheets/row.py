"""A row of a rate sheet: a rate, and which terms, credit scores and loan-to-value ratios it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from domain.advice.request import HIGHEST_SCORE, LOWEST_SCORE
from domain.loans.terms import MAX_TERM_MONTHS


class Measure(StrEnum):
    """What a rate depends on."""

    TERM = "TERM"
    CREDIT_SCORE = "CREDIT_SCORE"
    LOAN_TO_VALUE = "LOAN_TO_VALUE"


Band = tuple[Decimal, Decimal]
"""From and to, both included."""

NO_POINTS = Decimal(0)
UNBOUNDED = Decimal("Infinity")
WIDEST: Mapping[Measure, Band] = MappingProxyType(
    {
        Measure.TERM: (Decimal(1), Decimal(MAX_TERM_MONTHS)),
        Measure.CREDIT_SCORE: (Decimal(LOWEST_SCORE), Decimal(HIGHEST_SCORE)),
        Measure.LOAN_TO_VALUE: (Decimal(0), UNBOUNDED),
    }
)
"""A row with such a band does not depend on the measure."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate, and the loans that it is for; every band includes both of its ends.

    Terms are in months; loan-to-value ratios in percent with at most two decimals, None where the band
    has no end; the rate is in percent a year, and points, paid at closing for it, in percent of the loan.
    """

    term_from: int
    term_to: int
    rate: Decimal
    points: Decimal = NO_POINTS
    score_from: int = LOWEST_SCORE
    score_to: int = HIGHEST_SCORE
    ltv_from: Decimal | None = None
    ltv_to: Decimal | None = None

    def band(self, measure: Measure) -> Band:
        """Return what the row covers of a measure."""
        match measure:
            case Measure.TERM:
                return Decimal(self.term_from), Decimal(self.term_to)
            case Measure.CREDIT_SCORE:
                return Decimal(self.score_from), Decimal(self.score_to)
            case Measure.LOAN_TO_VALUE:
                return self.ltv_from or Decimal(
                    0
                ), UNBOUNDED if self.ltv_to is None else self.ltv_to

    def covers(self, measure: Measure, value: Decimal) -> bool:
        """Whether a value lies in the row's band."""
        low, high = self.band(measure)
        return low <= value <= high

    def depends_on(self, measure: Measure) -> bool:
        """Whether the row covers less than all there can be of a measure."""
        return self.band(measure) != WIDEST[measure]
