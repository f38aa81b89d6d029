"""What is due each month in a simulation: one amount for all, or one per path for adjustable rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from domain.errors import InvalidInput
from domain.loans.adjustable import AdjustableTerms
from domain.loans.terms import MAX_TERM_MONTHS, require_whole_cents
from domain.money import ZERO
from domain.rates import require_percent
from domain.risk.shocks import Floats, ShockCube

Due = np.float32 | Floats
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FixedPayments:
    """The same housing payment, in dollars, for so many months.

    Raises InvalidInput ("payment", "termMonths").
    """

    payment: Decimal
    months: int

    def __post_init__(self) -> None:
        require_whole_cents(self.payment, field="payment")
        if not 1 <= self.months <= MAX_TERM_MONTHS:
            raise InvalidInput(
                f"termMonths must be from 1 to {MAX_TERM_MONTHS}", field="termMonths"
            )

    def due(self, cube: ShockCube, months: int) -> list[Due]:
        """What is due in each of the months."""
        return [np.float32(self.payment)] * months


@dataclass(frozen=True, slots=True)
class AdjustablePayments:
    """An adjustable-rate loan whose index moves with the cube, and the other housing costs a month.

    index: where it stands now, in percent; it never falls below zero. Payments are not rounded to
    cents. Raises InvalidInput ("index", "otherCosts"; "interestOnlyMonths" for an interest-only
    period, which is not simulated).
    """

    terms: AdjustableTerms
    index: Decimal
    other_costs: Decimal = ZERO

    def __post_init__(self) -> None:
        require_percent(self.index, field="index")
        require_whole_cents(self.other_costs, field="otherCosts")
        if self.terms.interest_only_months:
            raise InvalidInput(
                "interest-only periods are not simulated", field="interestOnlyMonths"
            )

    @property
    def months(self) -> int:
        """The loan's term."""
        return self.terms.term_months

    def due(self, cube: ShockCube, months: int) -> list[Due]:
        """What is due in each of the months, on each path."""
        terms = self.terms
        rate = np.full(cube.paths, float(terms.initial_rate))
        balance = np.full(cube.paths, float(terms.amount))
        dues: list[Due] = []
        paid, change = 0, 0
        while paid < months:
            count = terms.change_every if change else terms.fixed_months
            monthly = rate / 1200
            payment = _level(balance, monthly, terms.term_months - paid)
            count = min(count, terms.term_months - paid)
            dues += [(payment + float(self.other_costs)).astype(np.float32)] * count
            balance = _after(balance, payment, monthly, count)
            paid += count
            rate = self._next(rate, cube, paid, first=not change)
            change += 1
        return dues[:months]

    def _next(self, rate: Doubles, cube: ShockCube, month: int, *, first: bool) -> Doubles:
        terms, caps = self.terms, self.terms.caps
        moved = cube.index[min(month // 6, len(cube.index) - 1)].astype(np.float64)
        target = np.maximum(float(self.index) + moved, 0.0) + float(terms.margin)
        reach = float(caps.first if first else caps.periodic)
        low = np.maximum(rate - reach, float(terms.lowest))
        high = np.minimum(rate + reach, float(terms.ceiling))
        capped: Doubles = np.minimum(np.maximum(target, low), high)
        return capped


Payments = FixedPayments | AdjustablePayments


def _level(balance: Doubles, monthly: Doubles, payments: int) -> Doubles:
    """The annuity, balance x i / (1 - (1 + i)^-n); balance / n without interest."""
    growth = _power(1 + monthly, payments)
    with_interest = balance * monthly * growth / np.where(growth > 1, growth - 1, 1)
    return np.where(growth > 1, with_interest, balance / payments)


def _after(balance: Doubles, payment: Doubles, monthly: Doubles, count: int) -> Doubles:
    """What is still owed after `count` payments."""
    growth = _power(1 + monthly, count)
    sum_of_powers = np.where(monthly > 0, (growth - 1) / np.where(monthly > 0, monthly, 1), count)
    return np.maximum(balance * growth - payment * sum_of_powers, 0.0)


def _power(base: Doubles, exponent: int) -> Doubles:
    """By multiplication alone, which rounds alike on every machine."""
    result, factor = np.ones_like(base), base
    while exponent:
        if exponent & 1:
            result = result * factor
        factor = factor * factor
        exponent >>= 1
    return result
