"""How a loan's regular payment moves: the runs of payments at one rate and by one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.loans.terms import Instalment
from domain.loans.walk import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """Consecutive payments at one rate: the first one's number, how many, percent, dollars each.

    balance is what is owed before the first of them; year the loan year in which it falls, from 1.
    """

    first_payment: int
    count: int
    annual_rate: Decimal
    payment: Decimal
    balance: Decimal
    year: int


def steps_of(plan: Plan, schedule: Sequence[Instalment]) -> tuple[Step, ...]:
    """The legs of a plan as they came out, those left out that an early end cut off."""
    steps: list[Step] = []
    number, balance = 1, plan.amount
    for leg in plan.legs:
        if number > len(schedule):
            break
        last = min(number + leg.count - 1, len(schedule))
        steps.append(
            Step(
                first_payment=number,
                count=last - number + 1,
                annual_rate=leg.annual_rate,
                payment=schedule[number - 1].payment,
                balance=balance,
                year=(number - 1) // plan.frequency.per_year + 1,
            )
        )
        number, balance = last + 1, schedule[last - 1].balance
    return tuple(steps)
