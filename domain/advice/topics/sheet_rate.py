"""A rate from a rate sheet: how an answer says where it is from, or what it would take to have one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.advice.reading.pricing import Pricing
from domain.advice.show import show_months, show_percent
from domain.money import CONTEXT, show_money
from domain.rate_sheets.row import UNBOUNDED, Measure, RateRow

NOT_MARKET_RATES = "sample sheet, not market rates"

_NEEDED = {
    Measure.CREDIT_SCORE: "your credit score",
    Measure.LOAN_TO_VALUE: "the property's value",
}
"""The term is asked for by itself: the payment needs it too."""


def source(pricing: Pricing | None) -> str:
    """Return, in brackets, where the rate is from, to stand behind it; empty if it was told."""
    if pricing is None or pricing.match is None:
        return ""
    sheet = f"rate sheet of {_day(pricing.effective_from)}"
    return f" ({NOT_MARKET_RATES if pricing.sample else sheet})"


def instead(pricing: Pricing | None) -> str:
    """Return what to add to asking for the rate: what would let the sheet give it, or that it cannot."""
    if pricing is None:
        return ""
    sheet = "the sample rate sheet" if pricing.sample else f"the rate sheet {pricing.name}"
    asked = [said for measure, said in _NEEDED.items() if measure in pricing.needs]
    if asked:
        return f", or {' and '.join(asked)} to take it from {sheet}"
    return "" if pricing.needs else f" ({sheet} has none for this loan)"


def assumption(pricing: Pricing | None, amount: Decimal | None) -> tuple[str, ...]:
    """Say which rate was taken from where, if one was; `amount` is the loan's."""
    if pricing is None or pricing.match is None:
        return ()
    row = pricing.match.row
    sheet = f"rate sheet {pricing.name}"
    if pricing.sample:
        sheet = f"sample rate sheet ({NOT_MARKET_RATES})"
    return (
        (
            f"The rate of {show_percent(row.rate)} is taken from the {sheet} for {pricing.product}, in "
            f"effect from {_day(pricing.effective_from)}: row {pricing.match.number}, for {_bands(row)}."
            f"{_points(row, amount)} It is not an offer."
        ),
    )


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _points(row: RateRow, amount: Decimal | None) -> str:
    """Say what the rate costs at closing, which is counted only where it is among the fees given."""
    if not row.points:
        return ""
    dollars = ""
    if amount is not None:
        paid = CONTEXT.divide(CONTEXT.multiply(amount, row.points), Decimal(100))
        dollars = f" ({show_money(paid)})"
    return (
        f" It comes with points of {show_percent(row.points)} of the loan{dollars}, paid at closing; they "
        "are counted only as part of fees that you give."
    )


def _bands(row: RateRow) -> str:
    said = [f"terms from {show_months(row.term_from)} to {show_months(row.term_to)}"]
    if row.term_from == row.term_to:
        said = [f"a term of {show_months(row.term_to)}"]
    if row.depends_on(Measure.CREDIT_SCORE):
        said.append(f"credit scores from {row.score_from} to {row.score_to}")
    if row.depends_on(Measure.LOAN_TO_VALUE):
        said.append(f"loan-to-value ratios {_ratios(row)}")
    return " and ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)


def _ratios(row: RateRow) -> str:
    low, high = row.band(Measure.LOAN_TO_VALUE)
    if not low:
        return f"up to {show_percent(high)}"
    most = "" if high == UNBOUNDED else f" to {show_percent(high)}"
    return f"from {show_percent(low)}{most}"
