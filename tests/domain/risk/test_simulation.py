"""The simulation against closed forms, each within four standard errors of its paths, and its properties."""

from __future__ import annotations

from decimal import Decimal
from math import comb, erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.adjustable import AdjustableTerms, Caps, path_of_index, worst_case
from domain.risk.household import LIVING_COSTS, TAKE_HOME, Household, household_of
from domain.risk.parameters import SimulationParameters
from domain.risk.payments import AdjustablePayments, FixedPayments
from domain.risk.shocks import ShockCube, draw
from domain.risk.simulation import PERCENTILES, simulate, survivors

D = Decimal
CALM = SimulationParameters(
    job_loss=D(0), extra_cost_chance=D(0), income_swing=D(0), living_swing=D(0), savings_goal=D(0)
)


def household(take_home: str, living: str, reserves: str, debts: str = "0") -> Household:
    return Household(D(take_home), D(take_home), D(debts), D(living), D(reserves))


def missed(cube: ShockCube, home: Household, payment: str, months: int, goal: float) -> float:
    alive = survivors(cube, home, [np.float32(D(payment))] * months, savings_goal=goal)
    return 1 - alive[-1] / cube.paths


def within_four_errors(measured: float, chance: float, paths: int) -> bool:
    return abs(measured - chance) <= 4 * sqrt(chance * (1 - chance) / paths)


@pytest.mark.parametrize(("reserves", "months"), [(0, 10), (3, 50), (9, 200), (20, 360)])
def test_a_driftless_walk_into_a_barrier(reserves: int, months: int) -> None:
    # An income of 0 or 2 against expenses of 1: S moves by 1 up or down. By the reflection principle
    # P(min S <= -a) = P(S_n <= -a) + P(S_n < -a); the payment is missed at a = reserves + 1.
    paths = 20_000
    bits = np.random.PCG64(11).random_raw(months * paths).reshape(months, paths)
    income = (2 * (bits & np.uint64(1))).astype(np.float32)
    ones = np.ones((months, paths), np.float32)
    cube = ShockCube(income, ones, ones)
    measured = missed(cube, household("1", "1", str(reserves)), "0", months, goal=1e9)

    def ends_at(position: int) -> float:
        up, odd = divmod(months + position, 2)
        return 0.0 if odd or not 0 <= up <= months else comb(months, up) / 2**months

    barrier = reserves + 1
    chance = sum(ends_at(s) for s in range(-months, -barrier + 1))
    chance += sum(ends_at(s) for s in range(-months, -barrier))
    assert within_four_errors(measured, chance, paths)


@pytest.mark.parametrize(("payment", "months"), [("1900", 12), ("2000", 60), ("2100", 24)])
def test_independent_months_without_reserves(payment: str, months: int) -> None:
    # With no reserves and no saving each month stands alone: 1 - (1 - p)^n, p by adding up all 65 x 65 x 2
    # outcomes of the binomial shocks.
    at = SimulationParameters(job_loss=D(0), savings_goal=D(0))
    paths = 20_000
    measured = missed(
        draw(at, months=months, paths=paths, seed=13),
        household("5000", "2500", "0"),
        payment,
        months,
        0,
    )
    weights = [comb(64, ones) / 2**64 for ones in range(65)]
    steps = [(ones - 32) / 4 for ones in range(65)]
    p = 0.0
    for wi, zi in zip(weights, steps, strict=True):
        for wl, zl in zip(weights, steps, strict=True):
            for extra, we in ((0.0, 0.958), (0.47, 0.042)):
                left = 5_000 * (1 + 0.05 * zi) - 2_500 * (1 + 0.1 * zl + extra) - float(payment)
                p += wi * wl * we * (left < -1e-6)
    assert within_four_errors(measured, 1 - (1 - p) ** months, paths)


def test_the_first_loss_of_income() -> None:
    # Nothing but the loss of the income, without benefits or reserves: 1 - (1 - a)^n.
    at = SimulationParameters(
        job_loss=D("0.5"),
        benefits=D(0),
        extra_cost_chance=D(0),
        income_swing=D(0),
        living_swing=D(0),
        savings_goal=D(0),
    )
    result = simulate(
        household("3000", "1000", "0"), FixedPayments(D(1_500), 360), months=120, parameters=at
    )
    for year in (1, 5, 10):
        chance = 1 - 0.995 ** (12 * year)
        assert within_four_errors(float(result.by_year[year - 1]) / 100, chance, result.paths)


def test_a_walk_of_many_small_steps_comes_near_brownian_motion() -> None:
    # P(min <= -b) = 2 Phi(-(b + 0.5826 s) / (s sqrt n)), the barrier moved for discrete steps (Siegmund).
    at = SimulationParameters(job_loss=D(0), extra_cost_chance=D(0))
    months, paths, reserves = 120, 20_000, 3_000
    cube = draw(at, months=months, paths=paths, seed=17)
    measured = missed(cube, household("4000", "2000", str(reserves)), "2000", months, goal=1e9)
    step = sqrt((4_000 * 0.05) ** 2 + (2_000 * 0.1) ** 2)
    z = (reserves + 0.5826 * step) / (step * sqrt(months))
    chance = 1 - erf(z / sqrt(2))
    assert measured == pytest.approx(chance, abs=0.015)


def test_without_shocks_reserves_last_to_the_month() -> None:
    # $250 short every month: $1,000 lasts four months, and the fifth payment is missed.
    result = simulate(
        household("3000", "1750", "1000", debts="200"),
        FixedPayments(D(1_300), 360),
        months=36,
        parameters=CALM,
    )
    assert result.missed == 100
    assert {each.month for each in result.depletion} == {5}
    assert tuple(each.percent for each in result.depletion) == PERCENTILES


def test_what_is_left_over_refills_reserves_up_to_the_goal() -> None:
    # One bad month of $900 after five good ones of $100; then again.
    income = np.ones((12, 4), np.float32)
    income[5], income[11] = 0.0, 0.0
    ones = np.ones((12, 4), np.float32)
    cube = ShockCube(income, ones, ones)
    due = [np.float32(400)] * 12
    for reserves, goal, alive in (
        ("900", 0.0, [4, 0]),
        ("400", 900.0, [4, 0]),
        ("900", 1_400.0, [4, 4]),
    ):
        home = household("1000", "500", reserves)
        counts = survivors(cube, home, due, savings_goal=goal)
        assert [counts[5], counts[11]] == alive


def test_the_same_inputs_give_the_same_figures() -> None:
    home, _ = household_of(gross_income=D(8_000), debts=D(640), reserves=D(15_000))
    result = simulate(home, FixedPayments(D(2_240), 360), months=360)
    assert result == simulate(home, FixedPayments(D(2_240), 360), months=360)
    assert (result.version, result.first_year, result.by_year[4], result.missed) == (
        "1",
        D("1.15"),
        D("8.41"),
        D("43.09"),
    )
    assert (result.months, result.paths, len(result.by_year)) == (360, 10_000, 30)
    assert result.low < result.missed < result.high


def test_the_interval_holds_where_nothing_happened() -> None:
    result = simulate(
        household("3000", "0", "0"), FixedPayments(D(0), 360), months=12, parameters=CALM
    )
    # Wilson's upper end for none of 10,000 is z^2 / (n + z^2) = 0.0384 %.
    assert (result.missed, result.low, result.high) == (0, 0, D("0.04"))
    assert all(each.month is None for each in result.depletion)


def test_a_loan_that_ends_bounds_the_horizon() -> None:
    result = simulate(
        household("3000", "0", "0"), FixedPayments(D(1), 7), months=360, parameters=CALM
    )
    assert (result.months, len(result.by_year)) == (7, 1)
    assert result.first_year == result.missed == result.by_year[0]


money = st.integers(0, 900_000).map(lambda cents: D(cents) / 100)


@settings(max_examples=30, deadline=None)
@given(
    income=st.integers(100_000, 900_000),
    living=money,
    payment=money,
    reserves=money,
    more=st.integers(1, 500_000).map(lambda cents: D(cents) / 100),
)
def test_more_income_or_reserves_never_hurt_and_more_to_pay_never_helps(
    income: int, living: Decimal, payment: Decimal, reserves: Decimal, more: Decimal
) -> None:
    home = Household(D(income) / 100, D(income) / 100, D(0), living, reserves)
    richer = Household(home.gross_income, home.take_home + more, D(0), living, reserves)
    safer = Household(home.gross_income, home.take_home, D(0), living, reserves + more)
    dearer = Household(home.gross_income, home.take_home, D(0), living + more, reserves)
    indebted = Household(home.gross_income, home.take_home, more, living, reserves)
    base = simulate(home, FixedPayments(payment, 360), months=24)
    for better in (richer, safer):
        result = simulate(better, FixedPayments(payment, 360), months=24)
        assert all(a <= b for a, b in zip(result.by_year, base.by_year, strict=True))
    for worse in (dearer, indebted):
        assert simulate(worse, FixedPayments(payment, 360), months=24).missed >= base.missed
    assert simulate(home, FixedPayments(payment + more, 360), months=24).missed >= base.missed


ARM = AdjustableTerms(
    D(300_000), D(6), 360, 60, 12, D("2.75"), Caps(D(2), D(2), D(5), floor=D("2.75"))
)


def test_payments_of_a_still_index_are_those_of_the_schedule() -> None:
    still = SimulationParameters(index_swing=D(0))
    cube = draw(still, months=360, paths=3, seed=1)
    due = AdjustablePayments(ARM, index=D(4), other_costs=D(500)).due(cube, 360)
    steps = path_of_index(ARM, [D(4)]).steps
    assert len(due) == 360
    for step in steps:
        for number in (step.first_payment, step.first_payment + step.count - 1):
            assert float(np.max(due[number - 1])) == pytest.approx(
                float(step.payment) + 500, abs=0.02
            )


def test_payments_stay_within_the_caps_on_every_path() -> None:
    cube = draw(SimulationParameters(index_swing=D(10)), months=360, paths=400, seed=2)
    due = AdjustablePayments(ARM, index=D(4)).due(cube, 360)
    worst = max(step.payment for step in worst_case(ARM).steps)
    assert max(float(np.max(each)) for each in due) <= float(worst) + 0.02
    assert np.ptp(due[60]) > 0
    assert np.ptp(due[59]) == 0


def test_without_interest_an_adjustable_loan_is_divided_evenly() -> None:
    free = AdjustableTerms(D(1_200), D(0), 12, 6, 6, D(0), Caps(D(0), D(0), D(0)))
    cube = draw(SimulationParameters(), months=12, paths=2, seed=1)
    due = AdjustablePayments(free, index=D(0)).due(cube, 12)
    assert all((each == np.float32(100)).all() for each in map(np.asarray, due))


def test_a_higher_initial_rate_is_never_safer() -> None:
    home, _ = household_of(gross_income=D(8_000), debts=D(400), reserves=D(10_000))
    chances = []
    for rate in (4, 5, 6, 7):
        terms = AdjustableTerms(D(300_000), D(rate), 360, 60, 12, D("2.75"), Caps(D(2), D(2), D(5)))
        chances.append(simulate(home, AdjustablePayments(terms, D(4), D(600)), months=120).missed)
    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_what_a_borrower_does_not_state_is_assumed_and_said() -> None:
    home, assumed = household_of(gross_income=D(10_000), debts=D(1), reserves=D(2))
    assert assumed == (TAKE_HOME, LIVING_COSTS)
    assert (home.take_home, home.living_costs) == (D(7_870), D(2_880))
    stated, none = household_of(
        gross_income=D(10_000), debts=D(1), reserves=D(2), take_home=D(8_000), living_costs=D(3_000)
    )
    assert none == ()
    assert stated.left_over(D(4_000)) == D(999)


@pytest.mark.parametrize(
    ("field", "payments", "months"),
    [
        ("horizonMonths", FixedPayments(D(1), 1), 0),
        ("horizonMonths", FixedPayments(D(1), 1), 361),
    ],
)
def test_the_horizon_has_bounds(field: str, payments: FixedPayments, months: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        simulate(household("1", "0", "0"), payments, months=months)
    assert caught.value.field == field


def test_unusable_payments_name_their_field() -> None:
    interest_only = AdjustableTerms(
        D(1_000), D(5), 360, 60, 12, D(2), Caps(D(2), D(2), D(5)), interest_only_months=12
    )
    for field, make in (
        ("payment", lambda: FixedPayments(D(-1), 1)),
        ("termMonths", lambda: FixedPayments(D(1), 0)),
        ("index", lambda: AdjustablePayments(ARM, D(-1))),
        ("otherCosts", lambda: AdjustablePayments(ARM, D(1), D("0.001"))),
        ("interestOnlyMonths", lambda: AdjustablePayments(interest_only, D(1))),
    ):
        with pytest.raises(InvalidInput) as caught:
            make()
        assert caught.value.field == field


@pytest.mark.parametrize(
    "field", ["grossMonthlyIncome", "takeHome", "monthlyDebts", "livingCosts", "reserves"]
)
def test_unusable_households_name_their_field(field: str) -> None:
    names = ["grossMonthlyIncome", "takeHome", "monthlyDebts", "livingCosts", "reserves"]
    with pytest.raises(InvalidInput) as caught:
        Household(*(D(-1) if name == field else D(1) for name in names))
    assert caught.value.field == field


def test_reserves_are_used_up_in_the_month_the_chances_say() -> None:
    home, _ = household_of(gross_income=D(8_000), debts=D(640), reserves=D(9_000))
    payments = FixedPayments(D(2_240), 360)
    for each in simulate(home, payments, months=240).depletion[:3]:
        assert each.month is not None
        assert simulate(home, payments, months=each.month).missed >= each.percent
        assert simulate(home, payments, months=each.month - 1).missed < each.percent
