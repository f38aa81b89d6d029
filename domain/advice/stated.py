"""Figures that a question itself states: "a $300,000 mortgage at 6.5 % over 30 years"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from domain.advice.cues import A_MONTH, A_YEAR, CUES, NOT_A_TERM
from domain.advice.grounding.claims import Claim, Kind
from domain.advice.grounding.numbers import claims
from domain.money import CONTEXT, round_cents

_WINDOW = 48
_SMALLEST_BARE_AMOUNT = 1000
"""A number without a dollar sign is taken for dollars from here on: "I owe 180,000"."""

_ALTERNATIVE = re.compile(r"[\s-]*(?:or|vs\.?|versus|to|,)[\s-]*(?:an?\s+)?", re.IGNORECASE)

_COUNTS = frozenset({"term_months", "credit_score", "household_size"})
_RATES = frozenset({"annual_rate", "down_payment_percent"})

Value = Decimal | int


def stated_facts(question: str) -> Mapping[str, Value]:
    """Return the facts by name, as fields of `LoanFacts` and `BorrowerFacts` are named.

    Beside them "down_payment_percent". A fact for which the question has two different numbers is left
    out, and so are ranges and hedged bounds ("15 or 30 years", "up to $300,000").
    """
    found: defaultdict[str, set[Value]] = defaultdict(set)
    for claim in _single(claims(question), question):
        for fact, value in _facts(claim, question):
            found[fact].add(value)
    return {fact: values.pop() for fact, values in found.items() if len(values) == 1}


def states_a_rate(question: str) -> bool:
    """Whether the question names an annual rate, be it one of several, a range or a bound."""
    numbers = (_facts(claim, question) for claim in claims(question))
    return any(fact == "annual_rate" for facts in numbers for fact, _ in facts)


def _single(numbers: Sequence[Claim], question: str) -> list[Claim]:
    """Leave out ranges and alternatives: numbers of one kind with "or" between them."""
    alternatives = {
        claim.start
        for pair in pairwise(numbers)
        if _ALTERNATIVE.fullmatch(question[pair[0].end : pair[1].start])
        and {each.kind for each in pair[0].readings} & {each.kind for each in pair[1].readings}
        for claim in pair
    }
    ranges = {claim.range_start for claim in numbers}
    return [
        claim
        for claim in numbers
        if claim.start not in alternatives | ranges and claim.range_start is None
    ]


def _facts(claim: Claim, question: str) -> Iterator[tuple[str, Value]]:
    """Yield the fact that a number is: of the readings it has, the first that a cue explains."""
    before = question[max(0, claim.start - _WINDOW) : claim.start]
    after = question[claim.end : claim.end + _WINDOW]
    for reading in claim.readings:
        for cue in CUES:
            if cue.fits(reading.kind, before, after):
                value = _value(cue.fact, reading.kind, reading.value, after)
                if value is not None:
                    yield ("gross_monthly_income" if cue.fact == "income" else cue.fact), value
                    return


def _value(fact: str, kind: Kind, value: Decimal, after: str) -> Value | None:
    if fact in _COUNTS:
        no_term = fact == "term_months" and NOT_A_TERM.match(after)
        return None if no_term or value != int(value) else int(value)
    if fact in _RATES:
        return value
    if kind is Kind.COUNT and value < _SMALLEST_BARE_AMOUNT:
        return None
    if fact == "income":
        return _monthly(value, after)
    return round_cents(value)


def _monthly(income: Decimal, after: str) -> Decimal | None:
    """Return an income for a month; None if the question does not say for how long it is."""
    if A_YEAR.match(after):
        return round_cents(CONTEXT.divide(income, Decimal(12)))
    return round_cents(income) if A_MONTH.match(after) else None
