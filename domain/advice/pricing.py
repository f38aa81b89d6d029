"""What a rate sheet had to say of a loan whose rate is not known, as the record keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.advice.show import show_months, show_percent
from domain.money import CONTEXT, round_cents, show_money
from domain.rate_sheets.lookup import Match
from domain.rate_sheets.row import UNBOUNDED, Measure, RateRow

NOT_MARKET_RATES = "sample sheet, not market rates"

_NEEDED = {
    Measure.CREDIT_SCORE: "your credit score",
    Measure.LOAN_TO_VALUE: "the property's value",
}
"""The term is asked for by itself: the payment needs it too."""


@dataclass(frozen=True, slots=True)
class Pricing:
    """The sheet that was looked into, with the row that gave the rate, or with what it still `needs`.

    With neither, no row is for the loan. `product` says what the sheet is for, `version` which of its
    name it is.
    """

    sheet_id: UUID
    name: str
    version: str
    product: str
    effective_from: date
    sample: bool
    match: Match | None = None
    needs: tuple[Measure, ...] = ()

    @property
    def source(self) -> str:
        """Where the rate is from, in a few words."""
        return NOT_MARKET_RATES if self.sample else f"rate sheet of {_day(self.effective_from)}"

    def missing(self) -> str:
        """What to add to asking for the rate: what would let the sheet give one, or that it has none."""
        which = "the sample rate sheet" if self.sample else f"the rate sheet {self.name}"
        asked = [said for measure, said in _NEEDED.items() if measure in self.needs]
        if asked:
            return f", or {' and '.join(asked)} to take it from {which}"
        return "" if self.needs else f" ({which} has none for this loan)"

    def assumption(self, amount: Decimal) -> str:
        """Say which rate was taken from where; empty if none was. `amount` is the loan's."""
        if self.match is None:
            return ""
        row = self.match.row
        which = f"the rate sheet {self.name}"
        if self.sample:
            which = f"the sample rate sheet ({NOT_MARKET_RATES})"
        return (
            f"The rate of {show_percent(row.rate)} is taken from {which} for {self.product}, in effect "
            f"from {_day(self.effective_from)}: row {self.match.number}, for {_bands(row)}."
            f"{_points(row, amount)} It is not an offer."
        )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _points(row: RateRow, amount: Decimal) -> str:
    """Say what the rate costs at closing, which is counted only where it is among the fees given."""
    if not row.points:
        return ""
    paid = round_cents(CONTEXT.divide(CONTEXT.multiply(amount, row.points), Decimal(100)))
    return (
        f" It comes with points of {show_percent(row.points)} of the loan, {show_money(paid)}, paid at "
        "closing; they are counted only as part of fees that you give."
    )


def _bands(row: RateRow) -> str:
    said = [f"terms from {show_months(row.term_from)} to {show_months(row.term_to)}"]
    if row.term_from == row.term_to:
        said = [f"a term of {show_months(row.term_to)}"]
    if row.depends_on(Measure.CREDIT_SCORE):
        said.append(f"credit scores from {row.score_from} to {row.score_to}")
    if row.depends_on(Measure.LOAN_TO_VALUE):
        low, high = row.band(Measure.LOAN_TO_VALUE)
        least = f" from {show_percent(low)}" if low else ""
        most = "" if high == UNBOUNDED else f" {'to' if least else 'up to'} {show_percent(high)}"
        said.append(f"loan-to-value ratios{least}{most}")
    return " and ".join(said) if len(said) < 3 else f"{said[0]}, {said[1]} and {said[2]}"
