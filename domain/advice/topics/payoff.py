"""Several debts and one budget: which to pay first, and what either order costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.reading.debts import DebtTerms
from domain.advice.show import show_months
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.errors import InvalidInput
from domain.loans.payoff_order import Debt, PayoffPlan
from domain.loans.strategies import Strategies, Strategy, compare_strategies
from domain.money import CONTEXT, show_money, total

_CENT = Decimal("0.01")
_ASSUMED_MINIMUM = (
    "No minimum payments were given: each debt is paid at least one month's interest on what is owed now, "
    "and the rest of the budget goes to one debt at a time. The rates stay, and nothing new is borrowed."
)


def payoff(case: Case) -> Finding | None:
    """The order by rate (avalanche) beside the order by balance (snowball), with months and interest."""
    owed, budget = case.weighed.debts.owed, case.weighed.payment
    if not owed or case.weighed.debts.new_rate is not None:
        return None
    debts = [_debt(each) for each in owed]
    if budget is None:
        return _without_budget(debts)
    least = total(debt.minimum_payment for debt in debts)
    try:
        found = compare_strategies(debts, budget=budget, strategy=Strategy.AVALANCHE)
    except InvalidInput:  # the minimums are more, or the debts would outlast any loan
        return _too_little(budget, least)
    return _compared(owed, debts, budget, found)


def _debt(owed: DebtTerms) -> Debt:
    name = f"{show_money(owed.amount)} at {owed.annual_rate.normalize():f} %"
    minimum = owed.minimum if owed.minimum is not None else _interest(owed)
    return Debt(name, owed.amount, owed.annual_rate, minimum)


def _interest(owed: DebtTerms) -> Decimal:
    """A month's interest, rounded up to the cent."""
    interest = CONTEXT.divide(CONTEXT.multiply(owed.amount, owed.annual_rate), Decimal(1200))
    return interest.quantize(_CENT, ROUND_CEILING, CONTEXT)


def _order(plan: PayoffPlan) -> str:
    return ", then ".join(debt.name for debt in plan.debts)


def _compared(
    owed: Sequence[DebtTerms], debts: Sequence[Debt], budget: Decimal, found: Strategies
) -> Finding:
    plans = {each.strategy: each.plan for each in found.outcomes}
    first, other = found.plan, plans[Strategy.SNOWBALL]
    by_rate = max(debts, key=lambda debt: (debt.annual_rate, -debt.balance))
    answer = (
        f"**Pay {by_rate.name} first**: the debt with the highest rate costs the most (the avalanche). With "
        f"{show_money(budget)} a month, all is paid off after **{show_months(first.months)}** with "
        f"{show_money(first.total_interest)} in interest; the debts end in this order: {_order(first)}."
    )
    figures = [*_figures("avalanche", "highest rate first", first)]
    if other is not None:
        answer = f"{answer} {_beside(first, other)}"
        figures += [*_figures("snowball", "smallest balance first", other), _more(first, other)]
    assumed = any(each.minimum is None for each in owed)
    return Finding(
        Topic.CHOICE,
        figures=tuple(figures),
        answer=answer,
        missing=("each debt's minimum payment, for your own order",) if assumed else (),
        assumptions=(_ASSUMED_MINIMUM,) if assumed else (),
        checks=(
            "Pay every minimum on time: a missed one costs fees, and shows on your credit report.",
        ),
        foremost=True,
    )


def _more(first: PayoffPlan, other: PayoffPlan) -> Figure:
    more = CONTEXT.subtract(other.total_interest, first.total_interest)
    basis = "interest by the smallest balance less interest by the highest rate"
    return Figure("snowballMore", "More interest, smallest balance first", more, Unit.MONEY, basis)


def _beside(first: PayoffPlan, other: PayoffPlan) -> str:
    more = _more(first, other).value
    time = f"{show_months(other.months)} and {show_money(other.total_interest)} in interest"
    if not more:
        return f"The smallest balance first (the snowball) takes the same: {time}."
    return (
        f"The smallest balance first (the snowball) takes {time}, {show_money(more)} more; what speaks "
        "for it is that a first debt is gone sooner."
    )


def _figures(key: str, how: str, plan: PayoffPlan) -> tuple[Figure, ...]:
    basis = "minimums on all debts, the rest of the budget on one after the other"
    months = Decimal(plan.months)
    return (
        Figure(f"{key}Months", f"Time until all is paid off, {how}", months, Unit.MONTHS, basis),
        Figure(f"{key}Interest", f"Interest, {how}", plan.total_interest, Unit.MONEY, basis),
    )


def _without_budget(debts: Sequence[Debt]) -> Finding:
    """Without a budget: the order, and what the debts cost a month."""
    by_rate = sorted(debts, key=lambda debt: (-debt.annual_rate, debt.balance))
    figure = _least(total(debt.minimum_payment for debt in debts))
    answer = (
        f"**Pay {by_rate[0].name} first**: what is left after the minimum payments saves the most on the "
        f"debt with the highest rate. By rate: {', then '.join(debt.name for debt in by_rate)}. All of them "
        f"together take at least {show_money(figure.value)} a month."
    )
    missing = ("what you can pay a month in all, for the time and the interest",)
    return Finding(Topic.CHOICE, figures=(figure,), answer=answer, missing=missing, foremost=True)


def _too_little(budget: Decimal, least: Decimal) -> Finding:
    answer = (
        f"**At {show_money(budget)} a month the debts are not paid off** in the time that any loan runs: "
        f"their minimum payments, or else one month's interest, come to {show_money(least)} a month. Ask a "
        "nonprofit credit counselor and your lenders about lower rates or a payment plan."
    )
    return Finding(Topic.CHOICE, figures=(_least(least),), answer=answer, foremost=True)


def _least(amount: Decimal) -> Figure:
    return Figure(
        "leastForDebts",
        "Minimum payments or interest of one month, all debts",
        amount,
        Unit.MONEY,
        "sum of the minimums given, else of amount times annual rate / 12",
    )
