"""Several debts and the order in which they are paid off."""

from collections.abc import Sequence
from decimal import Decimal

import strawberry

from domain.loans import payoff_order
from domain.loans.strategies import Outcome, Strategies, Strategy, compare_strategies
from graph.errors import argument
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.scalars import Money, Percent


@strawberry.input(description="A debt with a monthly minimum payment.")
class DebtInput:
    """A debt with a monthly minimum payment."""

    name: str = strawberry.field(description="What to call it; every debt by a name of its own.")
    balance: Money = strawberry.field(description="What is owed.")
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "24" means 24 %.'
    )
    minimum_payment: Money = strawberry.field(description="What must be paid each month.")

    def debt(self) -> payoff_order.Debt:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return payoff_order.Debt(self.name, self.balance, self.annual_rate, self.minimum_payment)


@strawberry.type(description="When a debt is paid off, and what it cost.")
class PaidDebt:
    """When a debt is paid off."""

    name: str = strawberry.field(description="What it is called.")
    month: int = strawberry.field(description="With which monthly payment it is gone, from 1.")
    interest: Money = strawberry.field(description="The interest it cost until then.")

    @staticmethod
    def of(debt: payoff_order.PaidDebt) -> "PaidDebt":
        """Return it as clients see it."""
        return PaidDebt(name=debt.name, month=debt.month, interest=Money(debt.interest))


@strawberry.type(description="A plan that ends all debts.")
class PayoffPlan:
    """A plan that ends all debts."""

    debts: list[PaidDebt] = strawberry.field(
        description="The debts in the order in which they are gone."
    )
    months: int = strawberry.field(description="Monthly payments until the last is gone.")
    total_interest: Money = strawberry.field(description="All interest.")
    total_paid: Money = strawberry.field(description="All payments.")

    @staticmethod
    def of(plan: payoff_order.PayoffPlan) -> "PayoffPlan":
        """Return a plan as clients see it."""
        return PayoffPlan(
            debts=[PaidDebt.of(debt) for debt in plan.debts],
            months=plan.months,
            total_interest=Money(plan.total_interest),
            total_paid=Money(plan.total_paid),
        )


@strawberry.type(description="A strategy and what it comes to.")
class StrategyOutcome:
    """A strategy and what it comes to."""

    strategy: Strategy = strawberry.field(description="The strategy.")
    plan: PayoffPlan | None = strawberry.field(
        description="Its plan; null if it does not end the debts within 600 months."
    )

    @staticmethod
    def of(outcome: Outcome) -> "StrategyOutcome":
        """Return an outcome as clients see it."""
        plan = None if outcome.plan is None else PayoffPlan.of(outcome.plan)
        return StrategyOutcome(strategy=outcome.strategy, plan=plan)


@strawberry.type(description="How debts are paid off in one order, beside the other orders.")
class PayoffOrder:
    """How debts are paid off in one order, beside the other orders."""

    plan: PayoffPlan = strawberry.field(description="The plan of the order that was asked for.")
    strategies: list[StrategyOutcome] = strawberry.field(
        description="Every strategy and its plan, for comparison."
    )

    @staticmethod
    def of(found: Strategies) -> "PayoffOrder":
        """Return it as clients see it."""
        return PayoffOrder(
            plan=PayoffPlan.of(found.plan),
            strategies=[StrategyOutcome.of(outcome) for outcome in found.outcomes],
        )


def paid_off(debts: Sequence[DebtInput], budget: Decimal, order: Strategy) -> Strategies:
    """Plan for the debts of a request. Raises `InvalidInput` naming the argument and its field."""
    taken = []
    for place, debt in enumerate(debts):
        with argument(f"debts[{place}]"):
            taken.append(debt.debt())
    return compare_strategies(taken, budget=budget, strategy=order)
