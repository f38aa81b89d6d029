"""What comes of putting a loan to a rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import Enum

from domain.loans.rules.catalogue import OutsideData
from domain.money import CONTEXT, show_money

_HUNDREDTH = Decimal("0.01")


class Outcome(Enum):
    """Whether the loan keeps the rule; UNKNOWN if facts or figures for the day are missing."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


class Figure(Enum):
    """What a rule or a standard measured."""

    SPREAD = "spread"
    POINTS_AND_FEES = "points-and-fees"
    PENALTY_MONTHS = "penalty-months"
    PENALTY_PERCENT = "penalty-percent"
    AMOUNT = "amount"
    HOUSING_RATIO = "housing-ratio"
    TOTAL_DEBT_RATIO = "total-debt-ratio"
    RESIDUAL_INCOME = "residual-income"
    CREDIT_SCORE = "credit-score"
    LOAN_TO_VALUE = "loan-to-value"
    RESERVES = "months-of-reserves"
    LEFT_OVER = "left-over-income"


class Unit(Enum):
    """In what it is measured; POINTS are percentage points."""

    DOLLARS = "dollars"
    PERCENT = "percent"
    POINTS = "points"
    MONTHS = "months"
    SCORE = "score"

    def show(self, value: Decimal) -> str:
        """For people: "$2,500.00", "41.25 %", "1.5 points"."""
        if self is Unit.DOLLARS:
            return show_money(value)
        shown = f"{plain(value)}{_SUFFIXES[self]}"
        return shown.removesuffix("s") if self is Unit.MONTHS and value == 1 else shown


_SUFFIXES = {
    Unit.PERCENT: " %",
    Unit.POINTS: " points",
    Unit.MONTHS: " months",
    Unit.SCORE: "",
}


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule's answer, with the figure that decided and where the threshold is written.

    figure, unit, measured, threshold: None where nothing was compared. `measured` is exact or, for
    a ratio, rounded half up to two decimals; the comparison is always made before rounding.
    effective_from, source: of the version that applied; None if none is held for the day.
    missing: the facts without which the answer is UNKNOWN. outside: set where the day is not covered.
    """

    rule: str
    outcome: Outcome
    explanation: str
    figure: Figure | None = None
    unit: Unit | None = None
    measured: Decimal | None = None
    threshold: Decimal | None = None
    effective_from: date | None = None
    source: str | None = None
    missing: tuple[str, ...] = ()
    outside: OutsideData | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test of a rule returns; `evaluate` adds which rule and version it was."""

    outcome: Outcome
    explanation: str
    figure: Figure | None = None
    unit: Unit | None = None
    measured: Decimal | None = None
    threshold: Decimal | None = None
    missing: tuple[str, ...] = ()


def unknown(*missing: str) -> Finding:
    """UNKNOWN for want of these facts."""
    return Finding(Outcome.UNKNOWN, f"not known: {', '.join(missing)}", missing=missing)


def not_applicable(why: str) -> Finding:
    """NOT_APPLICABLE, with the reason."""
    return Finding(Outcome.NOT_APPLICABLE, why)


def compared(
    *,
    keeps: bool,
    explanation: str,
    figure: Figure,
    unit: Unit,
    measured: Decimal,
    threshold: Decimal,
) -> Finding:
    """PASS or FAIL by one comparison, with the two figures appended to the explanation."""
    return Finding(
        outcome=Outcome.PASS if keeps else Outcome.FAIL,
        explanation=f"{explanation}: {unit.show(measured)} against {unit.show(threshold)}",
        figure=figure,
        unit=unit,
        measured=measured,
        threshold=threshold,
    )


def plain(value: Decimal) -> str:
    """A figure without needless zeros: "2.5", "41", "0.125"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_cents_down(value: Decimal) -> Decimal:
    """A cap in dollars, cut to whole cents, so that what keeps it also keeps what is shown."""
    return value.quantize(_HUNDREDTH, rounding=ROUND_DOWN, context=CONTEXT)
