"""What the simulation assumes about households, where each figure comes from, and how to show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from domain.errors import InvalidInput


class Basis(Enum):
    """Whether a source states the figure, it follows from stated ones, or this product chose it."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure on which a result rests, to be shown with it."""

    name: str
    value: Decimal
    unit: str
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class SimulationParameters:
    """How incomes, expenses and rates move; `assumptions` gives each field's unit and source.

    job_loss: chance in a month that the income is lost. out_of_work: mean months until a new one, the
    chance being the same each month. benefits, benefit_months: what replaces the income, and how long.
    income_swing, living_swing: standard deviation of a month's income in work, and of living costs.
    extra_cost, extra_cost_chance: a large unforeseen expense, as a share of a month's living costs.
    savings_goal: reserves are refilled from what is left over up to so many months' income, or up to
    what they were at the start if that was more; beyond it what is left over is spent.
    index_swing: standard deviation of a year's change in the index of an adjustable rate; no drift.

    Raises InvalidInput naming the field.
    """

    job_loss: Decimal = Decimal("0.5")
    out_of_work: Decimal = Decimal("4.8")
    benefits: Decimal = Decimal(40)
    benefit_months: Decimal = Decimal(6)
    income_swing: Decimal = Decimal(5)
    living_swing: Decimal = Decimal(10)
    extra_cost: Decimal = Decimal(47)
    extra_cost_chance: Decimal = Decimal("4.2")
    savings_goal: Decimal = Decimal("1.5")
    index_swing: Decimal = Decimal("1.2")

    def __post_init__(self) -> None:
        for name, stated in _STATED.items():
            value: Decimal = getattr(self, name)
            least, most = Decimal(stated.least), Decimal(stated.most)
            if not value.is_finite() or not least <= value <= most:
                raise InvalidInput(f"{name} must be from {least} to {most}", field=name)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every field to be shown; one that differs from the default is the caller's own."""
        return tuple(self._assumption(name, stated) for name, stated in _STATED.items())

    def _assumption(self, name: str, stated: _Stated) -> Assumption:
        value: Decimal = getattr(self, name)
        own = value != getattr(DEFAULT_PARAMETERS, name)
        return Assumption(
            name=name,
            value=value,
            unit=stated.unit,
            basis=Basis.ASSUMED if own else stated.basis,
            source="given by the caller" if own else stated.source,
        )


class _Stated(NamedTuple):
    unit: str
    basis: Basis
    source: str
    least: str
    most: str


_VOLATILITY = "JPMorgan Chase Institute, Weathering Volatility 2.0 (2019)"
_COSTS = "JPMorgan Chase Institute, Coping with Costs (2017)"
_BENEFITS = "National Academy of Social Insurance, What are the benefits of unemployment insurance?"
_STATED: Mapping[str, _Stated] = MappingProxyType(
    {
        "job_loss": _Stated(
            "percent a month",
            Basis.ASSUMED,
            "between the 0.1 % a month at which workers were displaced (BLS, Worker Displacement: 6.3 "
            "million from 2021 to 2023) and the 1 % at which jobs end in layoff or discharge (BLS, Job "
            "Openings and Labor Turnover Survey)",
            "0",
            "100",
        ),
        "out_of_work": _Stated(
            "months",
            Basis.DERIVED,
            "BLS, table E-10: mean duration of unemployment of about 21 weeks in 2023 and 2024",
            "1",
            "600",
        ),
        "benefits": _Stated(
            "percent of income", Basis.PUBLISHED, f"{_BENEFITS}: about 40 %", "0", "100"
        ),
        "benefit_months": _Stated(
            "months", Basis.PUBLISHED, f"{_BENEFITS}: 26 weeks in most states", "0", "600"
        ),
        # The shocks stay within 8 standard deviations, so at 12.5 % no factor is negative.
        "income_swing": _Stated(
            "percent of income",
            Basis.ASSUMED,
            f"far below the 36 % by which incomes move from month to month ({_VOLATILITY}), much of "
            "which is pay days and bonuses",
            "0",
            "12.5",
        ),
        "living_swing": _Stated(
            "percent of living costs",
            Basis.ASSUMED,
            f"below the 29 % by which expenses move from month to month ({_COSTS}), much of which "
            "is a choice",
            "0",
            "12.5",
        ),
        "extra_cost": _Stated(
            "percent of a month's living costs",
            Basis.DERIVED,
            f"{_COSTS}: about $1,500, against monthly expenses of about $4,480 of which $1,300 for "
            "housing",
            "0",
            "1000",
        ),
        "extra_cost_chance": _Stated(
            "percent a month", Basis.DERIVED, f"{_COSTS}: four in ten families a year", "0", "100"
        ),
        "savings_goal": _Stated(
            "months of income",
            Basis.DERIVED,
            f"{_VOLATILITY}: six weeks of take-home pay",
            "0",
            "1000000",
        ),
        "index_swing": _Stated(
            "percentage points a year",
            Basis.ASSUMED,
            "chosen for this product; only adjustable rates use it",
            "0",
            "10",
        ),
    }
)
DEFAULT_PARAMETERS = SimulationParameters()
