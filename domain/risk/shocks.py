"""The shock cube: what happens to 10,000 households month by month, drawn once a process.

Every simulation takes the same draws, so two of them differ by their inputs alone, and the cost of
drawing is paid once. Only raw bits of the generator and exact arithmetic are used: its bit stream is
stable across versions of numpy, unlike its distributions, and no function rounds differently on
another machine, so a figure can be recomputed anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from domain.risk.parameters import SimulationParameters

PATHS = 10_000
MONTHS = 360
SEED = 20_261_123

Floats = npt.NDArray[np.float32]
Bits = npt.NDArray[np.uint64]

_drawing = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class ShockCube:
    """Factors, never negative, for each month and path; read-only.

    income, living: shape (months, paths), multiples of the usual amount.
    index: shape (months / 6, paths), percentage points by which an interest index has moved since the
    start, at the end of each half year.
    """

    income: Floats
    living: Floats
    index: Floats

    def __post_init__(self) -> None:
        for array in (self.income, self.living, self.index):
            array.setflags(write=False)

    @property
    def months(self) -> int:
        """How far it reaches."""
        return int(self.income.shape[0])

    @property
    def paths(self) -> int:
        """How many households it holds."""
        return int(self.income.shape[1])


def shock_cube(parameters: SimulationParameters, *, seed: int = SEED) -> ShockCube:
    """The cube of 360 months by 10,000 paths for these parameters, drawn at the first call.

    The two used last are kept, 31 MB each; drawing takes about a quarter of a second. Threads that
    ask at once wait for one drawing.
    """
    with _drawing:
        return _kept(parameters, seed)


@lru_cache(maxsize=2)
def _kept(parameters: SimulationParameters, seed: int) -> ShockCube:
    return draw(parameters, months=MONTHS, paths=PATHS, seed=seed)


def draw(parameters: SimulationParameters, *, months: int, paths: int, seed: int) -> ShockCube:
    """A cube of its own size; the same arguments always give the same one.

    A standard shock is (number of ones in 64 random bits - 32) / 4: binomial, of mean 0 and standard
    deviation 1, symmetric, within 8. The index rounds to 2^-12 of a point.
    """
    bits = np.random.PCG64(seed)
    income = np.empty((months, paths), np.float32)
    living = np.empty((months, paths), np.float32)
    index = np.empty((-(-months // 6), paths), np.float32)
    spell = np.zeros(paths, np.int16)
    moved = np.zeros(paths, np.float32)
    for month in range(months):
        spell = _spell(spell, bits.random_raw(paths), parameters)
        income[month] = _income(spell, bits.random_raw(paths), parameters)
        living[month] = _living(bits.random_raw(paths), bits.random_raw(paths), parameters)
        if month % 6 == 0:
            moved += _standard(bits.random_raw(paths)) * _half_year(parameters)
            index[month // 6] = moved
    return ShockCube(income, living, index)


def _spell(
    spell: npt.NDArray[np.int16], bits: Bits, at: SimulationParameters
) -> npt.NDArray[np.int16]:
    """How many months each has been out of work, this one included; 0 in work."""
    out = spell > 0
    found = out & (bits < _threshold(1 / Fraction(at.out_of_work)))
    lost = ~out & (bits < _threshold(Fraction(at.job_loss) / 100))
    longer = np.minimum(spell + 1, np.int16(MONTHS * 2))
    return np.where((out & ~found) | lost, longer, 0).astype(np.int16)


def _income(spell: npt.NDArray[np.int16], bits: Bits, at: SimulationParameters) -> Floats:
    working = np.float32(1) + _standard(bits) * _share(at.income_swing)
    covered = spell <= int(at.benefit_months)
    without = np.where(covered, _share(at.benefits), np.float32(0))
    return np.where(spell == 0, working, without).astype(np.float32)


def _living(swing: Bits, event: Bits, at: SimulationParameters) -> Floats:
    usual = np.float32(1) + _standard(swing) * _share(at.living_swing)
    extra = event < _threshold(Fraction(at.extra_cost_chance) / 100)
    return (usual + np.where(extra, _share(at.extra_cost), np.float32(0))).astype(np.float32)


def _standard(bits: Bits) -> Floats:
    ones = np.bitwise_count(bits).astype(np.float32)
    return ((ones - np.float32(32)) * np.float32(0.25)).astype(np.float32)


def _threshold(chance: Fraction) -> np.uint64:
    """64 random bits lie below it with that chance, to 2^-64."""
    return np.uint64(min(int(chance * 2**64), 2**64 - 1))


def _share(percent: Decimal) -> np.float32:
    return np.float32(float(percent) / 100)


def _half_year(at: SimulationParameters) -> np.float32:
    """The standard deviation of half a year, in points, so rounded that sums of it stay exact."""
    return np.float32(round(float(at.index_swing) * 0.5**0.5 * 4096) / 4096)
