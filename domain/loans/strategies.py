"""The ways to order debts, side by side: what each takes in time and interest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.errors import InvalidInput
from domain.loans.payoff_order import (
    Debt,
    Order,
    PayoffPlan,
    avalanche,
    in_order,
    pay_off,
    snowball,
)


class Strategy(StrEnum):
    """Which debt gets what the minimums leave of the budget."""

    AVALANCHE = "AVALANCHE"
    SNOWBALL = "SNOWBALL"
    AS_GIVEN = "AS_GIVEN"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A strategy and its plan; None if that does not end the debts within 600 months."""

    strategy: Strategy
    plan: PayoffPlan | None


@dataclass(frozen=True, slots=True)
class Strategies:
    """The plan that was asked for, and what every strategy would come to."""

    plan: PayoffPlan
    outcomes: tuple[Outcome, ...]


def compare_strategies(debts: Sequence[Debt], *, budget: Decimal, strategy: Strategy) -> Strategies:
    """Pay the debts off by `strategy`, and by the others for comparison.

    Raises InvalidInput ("debts") if two have one name, and as `payoff_order.pay_off` does.
    """
    names = [debt.name for debt in debts]
    if len(set(names)) < len(names):
        raise InvalidInput("give every debt a name of its own", field="debts")
    orders = {
        Strategy.AVALANCHE: avalanche,
        Strategy.SNOWBALL: snowball,
        Strategy.AS_GIVEN: in_order(names),
    }
    plan = pay_off(debts, budget=budget, order=orders[strategy])
    return Strategies(
        plan=plan,
        outcomes=tuple(
            Outcome(each, plan if each is strategy else _attempt(debts, budget, order))
            for each, order in orders.items()
        ),
    )


def _attempt(debts: Sequence[Debt], budget: Decimal, order: Order) -> PayoffPlan | None:
    """The plan, or None: whatever else could be wrong, the plan that was asked for has shown."""
    try:
        return pay_off(debts, budget=budget, order=order)
    except InvalidInput:
        return None
