"""What numbers may rest on: computed figures, inputs, and the numbers of passages and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from domain.advice.advice import Citation, Figure, Unit
from domain.advice.grounding.claims import Claim, Kind, Period, Reading
from domain.advice.grounding.context import period_of_label
from domain.advice.grounding.implied import implied
from domain.advice.grounding.numbers import claims
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts

KINDS: Mapping[Unit, Kind] = {
    Unit.MONEY: Kind.MONEY,
    Unit.PERCENT: Kind.PERCENT,
    Unit.MONTHS: Kind.MONTHS,
    Unit.PAYMENTS: Kind.COUNT,
    Unit.COUNT: Kind.COUNT,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that may be said. `source` names it: "figure:monthlyPayment", "input:loan.amount".

    `exact` is false for what this program computed: an answer may round it further than a number
    that someone stated.
    """

    reading: Reading
    source: str
    exact: bool
    period: Period | None = None


Facts = Mapping[Kind, Sequence[Fact]]


def by_kind(facts: Iterable[Fact]) -> Facts:
    """Sort facts into their kinds."""
    sorted_facts: defaultdict[Kind, list[Fact]] = defaultdict(list)
    for fact in facts:
        sorted_facts[fact.reading.kind].append(fact)
    return dict(sorted_facts)


def facts_of_figures(figures: Iterable[Figure]) -> Iterator[Fact]:
    """Yield the figures' values, and the numbers in their names and explanations."""
    for figure in figures:
        source = f"figure:{figure.key}"
        reading = Reading(KINDS[figure.unit], figure.value)
        yield Fact(reading, source, exact=False, period=period_of_label(figure.label))
        yield from facts_of_text(f"{figure.label}. {figure.basis}", source)


def facts_of_inputs(request: AdviceRequest) -> Iterator[Fact]:
    """Yield what the asker gave: every figure of loan and borrower, and the question's numbers."""
    if request.loan is not None:
        yield from _facts_of_fields(request.loan, "loan")
    if request.borrower is not None:
        yield from _facts_of_fields(request.borrower, "borrower")
    yield from facts_of_text(request.question, "input:question")


def facts_of_citation(citation: Citation) -> Iterator[Fact]:
    """Yield the numbers of a passage: of its text, its headings, its own citation and its sources."""
    passage = citation.passage
    source = f"passage:{citation.number}"
    headings = ". ".join((passage.title, *passage.heading_path))
    for text in (passage.text, headings, passage.reference, passage.source):
        yield from facts_of_text(text, source)
    if passage.effective_date is not None:
        yield Fact(_date(passage.effective_date), source, exact=True)


def facts_of_text(text: str, source: str) -> Iterator[Fact]:
    """Yield every number of a text in every way in which it can be read."""
    lines = text.splitlines() if "|" in text else [text]
    for line in lines:
        for claim in claims(line):
            for reading in _stated(claim):
                yield Fact(reading, source, exact=True, period=claim.period)
        for reading in implied(line):
            yield Fact(reading, source, exact=True)


def _stated(claim: Claim) -> tuple[Reading, ...]:
    """Return the readings in which a number states something: "the fifth year" is not five years."""
    first = claim.readings[0]
    return (first,) if first.kind is Kind.ORDINAL else claim.readings


def _facts_of_fields(given: LoanFacts | BorrowerFacts, name: str) -> Iterator[Fact]:
    for field in fields(given):
        value = getattr(given, field.name)
        if value is None or not isinstance(value, Decimal | int | date):
            continue
        yield Fact(
            _input_reading(field.name, value),
            f"input:{name}.{field.name}",
            exact=True,
            period=_input_period(field.name),
        )


def _input_reading(name: str, value: Decimal | int | date) -> Reading:
    """Read an input by the words of its field's name: rates are percentages, terms are months."""
    if isinstance(value, date):
        return _date(value)
    words = set(name.split("_"))
    if words & {"rate", "percent", "points"}:
        return Reading(Kind.PERCENT, Decimal(value))
    if "months" in words:
        return Reading(Kind.MONTHS, Decimal(value))
    return Reading(Kind.COUNT if isinstance(value, int) else Kind.MONEY, Decimal(value))


def _input_period(name: str) -> Period | None:
    words = set(name.split("_"))
    if "monthly" in words:
        return Period.MONTH
    if words & {"annual", "yearly"}:
        return Period.YEAR
    return Period.TOTAL if words & {"amount", "value"} else None


def _date(day: date) -> Reading:
    return Reading(Kind.DATE, parts=(str(day.year), str(day.month), str(day.day)))
