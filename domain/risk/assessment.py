"""A loan and its borrower assessed in one call: simulation, stresses, expected loss, principal reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from domain.loans.ratios import loan_to_value
from domain.loans.rules.result import RuleResult
from domain.money import ZERO
from domain.risk import expected_loss as loss
from domain.risk.expected_loss import ExpectedLoss, loss_given_default
from domain.risk.parameters import (
    DEFAULT_PARAMETERS,
    Assumption,
    Basis,
    SimulationParameters,
)
from domain.risk.reasons import Reason, principal_reasons, reasons_from_rules
from domain.risk.shocks import SEED
from domain.risk.simulation import Simulation, simulate
from domain.risk.situation import Situation
from domain.risk.standards import LEFT_OVER, LOAN_TO_VALUE, RESERVES, TOTAL_DEBT
from domain.risk.stress import StressResult, stress_test

HORIZON_MONTHS = 60
NO_OTHER_COSTS = Assumption(
    name="other_costs",
    value=Decimal(0),
    unit="dollars a month",
    basis=Basis.ASSUMED,
    source="not stated: taxes, insurance and dues of a home are left out",
)
DEFAULT_WITHIN = Assumption(
    name="default_within",
    value=Decimal(12),
    unit="months",
    basis=Basis.ASSUMED,
    source="chosen for this product: a payment missed within a year is taken for a default, which "
    "overstates, because most are made up",
)


class Part(Enum):
    """What an assessment consists of."""

    SIMULATION = "simulation"
    STRESSES = "stresses"
    EXPECTED_LOSS = "expected-loss"
    LOAN_TO_VALUE = "loan-to-value"


@dataclass(frozen=True, slots=True)
class NotComputed:
    """A part that could not be computed, and the public names of the inputs that it lacks."""

    part: Part
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What may go wrong, what it would cost and why it would be refused; percent, dollars.

    expected_loss: within the first year, on the amount borrowed. reasons: at most four, widest miss
    first; none where every standard and rule that could be compared is kept. assumptions: all that
    the figures rest on. not_computed: each part that is None or empty, with what it lacks.
    """

    simulation: Simulation | None
    stresses: tuple[StressResult, ...]
    expected_loss: ExpectedLoss | None
    loan_to_value: Decimal | None
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    not_computed: tuple[NotComputed, ...]


def assess(
    situation: Situation,
    *,
    horizon_months: int = HORIZON_MONTHS,
    rules: Iterable[RuleResult] = (),
    parameters: SimulationParameters = DEFAULT_PARAMETERS,
    seed: int = SEED,
) -> Assessment:
    """Compute every part that the situation gives enough for; nothing that is missing is guessed.

    rules: answers of program rules (`domain.loans.rules`) whose failures are to be reasons too. The
    time is that of `simulate`. Raises InvalidInput naming the field, and as `simulate` does.
    """
    simulation, stresses, assumptions = _future(situation, horizon_months, parameters, seed)
    share, expected = _security(situation, simulation)
    if expected is not None:
        assumptions = (*assumptions, DEFAULT_WITHIN, *loss.ASSUMPTIONS)
    return Assessment(
        simulation=simulation,
        stresses=stresses,
        expected_loss=expected,
        loan_to_value=share,
        reasons=principal_reasons([*_misses(stresses, share), *reasons_from_rules(rules)]),
        assumptions=assumptions,
        not_computed=_not_computed(situation),
    )


def _future(
    situation: Situation, horizon_months: int, parameters: SimulationParameters, seed: int
) -> tuple[Simulation | None, tuple[StressResult, ...], tuple[Assumption, ...]]:
    terms, stated = situation.terms(), situation.household()
    if terms is None or stated is None:
        return None, (), ()
    household, assumed = stated
    other_costs = situation.other_costs
    if other_costs is None:
        assumed, other_costs = (*assumed, NO_OTHER_COSTS), ZERO
    stresses = stress_test(terms, household, other_costs=other_costs)
    simulation = simulate(
        household,
        situation.payments(terms, other_costs=other_costs),
        months=horizon_months,
        parameters=parameters,
        seed=seed,
    )
    return simulation, stresses, (*assumed, *simulation.assumptions)


def _security(
    situation: Situation, simulation: Simulation | None
) -> tuple[Decimal | None, ExpectedLoss | None]:
    """Loan-to-value ratio and expected loss."""
    amount, value = situation.amount, situation.property_value
    if amount is None or value is None:
        return None, None
    share = loan_to_value(amount=amount, property_value=value)
    if simulation is None:
        return share, None
    lost = loss_given_default(balance=amount, property_value=value)
    return share, loss.expected_loss(pd=simulation.first_year, lgd=lost, exposure=amount)


def _misses(stresses: tuple[StressResult, ...], share: Decimal | None) -> tuple[Reason, ...]:
    """The standards that are missed as planned, before any stress."""
    misses = () if share is None else LOAN_TO_VALUE.missed_by(share)
    if not stresses:
        return misses
    planned = stresses[0]
    return (
        *TOTAL_DEBT.missed_by(planned.back_ratio),
        *misses,
        *RESERVES.missed_by(planned.months_of_reserves),
        *LEFT_OVER.missed_by(planned.left_over),
    )


def _not_computed(situation: Situation) -> tuple[NotComputed, ...]:
    unvalued = ("propertyValue",) if situation.property_value is None else ()
    unborrowed = ("amount",) if situation.amount is None else ()
    lacking = {
        Part.SIMULATION: situation.missing,
        Part.STRESSES: situation.missing,
        Part.EXPECTED_LOSS: (*situation.missing, *unvalued),
        Part.LOAN_TO_VALUE: (*unborrowed, *unvalued),
    }
    return tuple(NotComputed(part, missing) for part, missing in lacking.items() if missing)
