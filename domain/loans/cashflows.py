"""Dated amounts: what a lender advances and what a borrower pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.loans.frequency import Frequency, due_dates
from domain.loans.terms import require_whole_cents
from domain.money import from_cents, to_cents


@dataclass(frozen=True, slots=True)
class CashFlow:
    """An amount in dollars, in whole cents and not negative, on a day.

    Raises InvalidInput ("amount").
    """

    when: date
    amount: Decimal

    def __post_init__(self) -> None:
        require_whole_cents(self.amount, field="amount")


def level_stream(
    first: date, count: int, amount: Decimal, frequency: Frequency = Frequency.MONTHLY
) -> tuple[CashFlow, ...]:
    """`count` equal amounts, the first on `first`. Raises InvalidInput ("startDate")."""
    return tuple(
        CashFlow(day, amount) for day in due_dates(first, count, frequency, in_advance=True)
    )


def merge(flows: Iterable[CashFlow]) -> tuple[CashFlow, ...]:
    """One flow a day, in order, those of 0.00 left out."""
    by_day: dict[date, int] = {}
    for flow in flows:
        by_day[flow.when] = by_day.get(flow.when, 0) + to_cents(flow.amount)
    return tuple(CashFlow(day, from_cents(cents)) for day, cents in sorted(by_day.items()) if cents)
