"""Orders of paying off debts side by side, and extra payments made once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.errors import InvalidInput
from domain.loans.payoff_order import Debt, avalanche, in_order, pay_off, snowball
from domain.loans.prepayment import MAX_ONE_OFFS, OneOff, by_payment
from domain.loans.strategies import Strategy, compare_strategies

D = Decimal
DEBTS = [
    Debt("car", D(7000), D(7), D(250)),
    Debt("store", D(1500), D(12), D(50)),
    Debt("card", D(8000), D(24), D(200)),
]


@pytest.mark.parametrize("strategy", Strategy)
def test_every_strategy_stands_beside_the_one_asked_for(strategy: Strategy) -> None:
    found = compare_strategies(DEBTS, budget=D(700), strategy=strategy)
    plans = {outcome.strategy: outcome.plan for outcome in found.outcomes}
    assert found.plan == plans[strategy]
    for each, order in [
        (Strategy.AVALANCHE, avalanche),
        (Strategy.SNOWBALL, snowball),
        (Strategy.AS_GIVEN, in_order(["car", "store", "card"])),
    ]:
        assert plans[each] == pay_off(DEBTS, budget=D(700), order=order)


def test_a_strategy_that_never_ends_has_no_plan() -> None:
    debts = [
        Debt("a", D("7914.19"), D("25.74"), D("0.01")),
        Debt("b", D("9584.16"), D(30), D("0.01")),
    ]
    budget = D("429.87")
    found = compare_strategies(debts, budget=budget, strategy=Strategy.AVALANCHE)
    assert [outcome.plan is None for outcome in found.outcomes] == [False, True, True]
    with pytest.raises(InvalidInput, match="within 600 months"):
        compare_strategies(debts, budget=budget, strategy=Strategy.SNOWBALL)


def test_debts_need_names_of_their_own() -> None:
    with pytest.raises(InvalidInput) as caught:
        compare_strategies([DEBTS[0], DEBTS[0]], budget=D(700), strategy=Strategy.SNOWBALL)
    assert caught.value.field == "debts"
    with pytest.raises(InvalidInput) as caught:
        Debt(" ", D(1), D(1), D(1))
    assert caught.value.field == "name"


def test_amounts_paid_once_with_one_payment_add_up() -> None:
    assert by_payment([OneOff(3, D(5)), OneOff(1, D(2)), OneOff(3, D(7))]) == {1: 2, 3: 12}
    with pytest.raises(InvalidInput) as caught:
        by_payment([OneOff(1, D(1))] * (MAX_ONE_OFFS + 1))
    assert caught.value.field == "oneOff"


@pytest.mark.parametrize(("payment", "amount", "field"), [(0, "1", "payment"), (1, "-1", "amount")])
def test_amounts_that_cannot_be_paid_once_name_their_field(
    payment: int, amount: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        OneOff(payment, D(amount))
    assert caught.value.field == field
