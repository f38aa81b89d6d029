"""The figures of a question that nothing was computed with: nobody is to take an answer to rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from domain.advice.grounding.claims import Claim, Kind
from domain.advice.grounding.numbers import claims
from domain.advice.reading.mentions import mentions
from domain.advice.reading.weighed import Weighed
from domain.advice.request import AdviceRequest

_FIGURES = frozenset({Kind.MONEY, Kind.PERCENT, Kind.MONTHS})
_STEPS_TO_A_FACT = frozenset({"price", "down_payment_percent", "points", "gross_monthly_income"})
"""Facts that others are computed from: their own numbers need not be among those used."""


def unread(question: str, used: AdviceRequest, weighs: Weighed) -> tuple[str, ...]:
    """Return the sums, percentages and times of a question that are no part of what is `used` or weighed.

    As they stand there, in their order. Counts, dates and sections of the law are not figures.
    """
    values = set(_values((used.loan, used.borrower, weighs)))
    steps = {each.start for each in mentions(question) if each.fact in _STEPS_TO_A_FACT}
    left = [
        claim.text.strip()
        for claim in claims(question)
        if _is_figure(claim) and claim.start not in steps and not _is_used(claim, values)
    ]
    return tuple(dict.fromkeys(left))


def _is_figure(claim: Claim) -> bool:
    return any(reading.kind in _FIGURES for reading in claim.readings)


def _is_used(claim: Claim, values: set[Decimal]) -> bool:
    return any(reading.value in values for reading in claim.readings)


def _values(parts: Iterable[object]) -> Iterator[Decimal]:
    """Yield every number in these values and in what they are made of."""
    for part in parts:
        match part:
            case Decimal() | int():
                yield Decimal(part)
            case tuple():
                yield from _values(part)
            case _ if is_dataclass(part):
                yield from _values(getattr(part, field.name) for field in fields(part))
