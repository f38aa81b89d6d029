"""How likely a household is to miss a payment: a Monte Carlo of income, expense and rate shocks.

Each month a household receives its income and pays for living, other debts and housing; what is left
goes to reserves up to a savings goal, what is lacking comes from them. The first month in which they
do not suffice is a missed payment. What the model leaves out is in docs/risk.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

import numpy as np

from domain.errors import InvalidInput
from domain.risk.household import Household
from domain.risk.parameters import DEFAULT_PARAMETERS, Assumption, SimulationParameters
from domain.risk.payments import Due, Payments
from domain.risk.shocks import MONTHS, SEED, ShockCube, shock_cube

MODEL_VERSION = "1"
"""Changes whenever the same inputs would give another figure."""
MAX_MONTHS = MONTHS
PERCENTILES = (5, 10, 25, 50)
_Z_95 = 1.959963984540054
_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Depletion:
    """In the worst `percent` of the paths reserves are used up by `month`; None: not in the horizon."""

    percent: int
    month: int | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came of it; chances in percent with two decimals, months counted from 1.

    missed: paths on which a payment was missed within `months`; low, high: its 95 % interval, which
    covers the sampling of paths alone, not the model's error. first_year: missed within 12 months, or
    within the horizon if it is shorter. by_year: missed by the end of each year, cumulative.
    version, seed, paths: with the inputs and parameters they determine every figure.
    """

    missed: Decimal
    low: Decimal
    high: Decimal
    first_year: Decimal
    by_year: tuple[Decimal, ...]
    depletion: tuple[Depletion, ...]
    months: int
    paths: int
    seed: int
    version: str
    assumptions: tuple[Assumption, ...]


def simulate(
    household: Household,
    payments: Payments,
    *,
    months: int,
    parameters: SimulationParameters = DEFAULT_PARAMETERS,
    seed: int = SEED,
) -> Simulation:
    """The chance of missing a payment within `months`, or within the loan's term if that is shorter.

    The same arguments give the same figures, on any machine. 360 months take about 7 ms of one core,
    twice that for an adjustable rate, and a quarter of a second more at the first call with new
    parameters or seed.

    Raises InvalidInput ("horizonMonths") unless 1 <= months <= 360.
    """
    if not 1 <= months <= MAX_MONTHS:
        raise InvalidInput(f"horizonMonths must be from 1 to {MAX_MONTHS}", field="horizonMonths")
    cube = shock_cube(parameters, seed=seed)
    horizon = min(months, payments.months)
    goal = float(parameters.savings_goal) * float(household.take_home)
    alive = survivors(cube, household, payments.due(cube, horizon), savings_goal=goal)
    failed = [cube.paths - count for count in alive]
    low, high = _wilson(failed[-1], cube.paths)
    return Simulation(
        missed=_percent(failed[-1] / cube.paths),
        low=_percent(low),
        high=_percent(high),
        first_year=_percent(failed[min(_MONTHS_PER_YEAR, horizon) - 1] / cube.paths),
        by_year=tuple(
            _percent(failed[min(end, horizon) - 1] / cube.paths)
            for end in range(_MONTHS_PER_YEAR, horizon + _MONTHS_PER_YEAR, _MONTHS_PER_YEAR)
        ),
        depletion=tuple(
            Depletion(percent, _month_of(failed, percent * cube.paths)) for percent in PERCENTILES
        ),
        months=horizon,
        paths=cube.paths,
        seed=seed,
        version=MODEL_VERSION,
        assumptions=parameters.assumptions,
    )


def survivors(
    cube: ShockCube, household: Household, due: list[Due], *, savings_goal: float
) -> list[int]:
    """How many paths have missed no payment by the end of each month of `due`.

    Reserves are held in dollars as 32-bit floats, each step rounding by at most six parts in a hundred
    million. Rounding never turns an order around, so more income or reserves can only help. The loop
    runs over months because all paths of one month fit in the processor's cache.
    """
    income, living = np.float32(household.take_home), np.float32(household.living_costs)
    debts = np.float32(household.debts)
    ceiling = np.float32(max(float(household.reserves), savings_goal))
    reserves = np.full(cube.paths, household.reserves, np.float32)
    amount = np.empty(cube.paths, np.float32)
    alive = np.ones(cube.paths, np.bool_)
    solvent = np.empty(cube.paths, np.bool_)
    counts: list[int] = []
    for month, payment in enumerate(due):
        np.multiply(cube.income[month], income, out=amount)
        np.add(reserves, amount, out=reserves)
        np.multiply(cube.living[month], living, out=amount)
        np.subtract(reserves, amount, out=reserves)
        np.subtract(reserves, payment + debts, out=reserves)
        np.minimum(reserves, ceiling, out=reserves)
        np.greater_equal(reserves, np.float32(0), out=solvent)
        np.logical_and(alive, solvent, out=alive)
        counts.append(int(np.count_nonzero(alive)))
    return counts


def _month_of(failed: list[int], hundredfold: int) -> int | None:
    """The first month by which that many paths, times 100, have failed."""
    return next(
        (month for month, count in enumerate(failed, start=1) if 100 * count >= hundredfold), None
    )


def _wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson, 1927), which holds near 0 and 1."""
    share, spread = count / of, _Z_95**2 / of
    centre = (share + spread / 2) / (1 + spread)
    half = _Z_95 / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, centre - half), min(1.0, centre + half)


def _percent(share: float) -> Decimal:
    return Decimal(round(share * 10_000)).scaleb(-2)
