"""The principal reasons for an unfavourable assessment, as Regulation B wants them stated.

A statement of reasons "must be specific and indicate the principal reason(s)" (12 CFR 1002.9(b)(2));
more than four are not likely to help (comment 9(b)(2)-1). Failing a score, or a chance computed by a
model, is not a reason (1002.9(b)(2)): the figures behind it are. So neither a credit score nor the
simulation's result ever becomes one here. APFA is no creditor; the rule is taken as a standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from domain.loans.rules.result import Figure, Outcome, RuleResult, Unit
from domain.money import CONTEXT

MOST_REASONS = 4


class Factor(Enum):
    """What weighed against the loan; the first four in the words of sample form C-1 (appendix C).

    The form leaves "Other, specify" for the last.
    """

    EXCESSIVE_OBLIGATIONS = "Excessive obligations in relation to income"
    INSUFFICIENT_INCOME = "Income insufficient for amount of credit requested"
    COLLATERAL = "Value or type of collateral not sufficient"
    TERMS_NOT_GRANTED = (
        "We do not grant credit to any applicant on the terms and conditions you have requested"
    )
    INSUFFICIENT_RESERVES = "Reserves insufficient for the payments"


@dataclass(frozen=True, slots=True)
class Reason:
    """One principal reason and the figure that was used.

    measured against threshold, both of `figure` and in `unit`; source: the rule or standard that sets
    the threshold.
    """

    factor: Factor
    figure: Figure
    unit: Unit
    measured: Decimal
    threshold: Decimal
    source: str

    @property
    def text(self) -> str:
        """For people: the reason and its figures."""
        measured, threshold = self.unit.show(self.measured), self.unit.show(self.threshold)
        figure = self.figure.value.replace("-", " ")
        return f"{self.factor.value}: {figure} {measured} against {threshold}"

    @property
    def shortfall(self) -> Decimal:
        """How far it misses the threshold, as a share of it; 1 where the threshold is zero."""
        if not self.threshold:
            return Decimal(1)
        gap = CONTEXT.subtract(self.measured, self.threshold).copy_abs()
        return CONTEXT.divide(gap, self.threshold.copy_abs())


_FACTORS: Mapping[Figure, Factor] = MappingProxyType(
    {
        Figure.TOTAL_DEBT_RATIO: Factor.EXCESSIVE_OBLIGATIONS,
        Figure.HOUSING_RATIO: Factor.INSUFFICIENT_INCOME,
        Figure.RESIDUAL_INCOME: Factor.INSUFFICIENT_INCOME,
        Figure.LOAN_TO_VALUE: Factor.COLLATERAL,
        Figure.AMOUNT: Factor.TERMS_NOT_GRANTED,
    }
)


def reasons_from_rules(results: Iterable[RuleResult]) -> tuple[Reason, ...]:
    """A reason for each rule that the loan fails by a figure of the borrower's or the loan's.

    Rules of price and fees say how a loan is classed, not why it would be refused, and scores are no
    reason: they give none.
    """
    reasons = []
    for result in results:
        factor = None if result.figure is None else _FACTORS.get(result.figure)
        if result.outcome is not Outcome.FAIL or factor is None:
            continue
        assert result.figure is not None
        assert result.unit is not None
        assert result.measured is not None
        assert result.threshold is not None
        reasons.append(
            Reason(
                factor=factor,
                figure=result.figure,
                unit=result.unit,
                measured=result.measured,
                threshold=result.threshold,
                source=result.source or "",
            )
        )
    return tuple(reasons)


def principal_reasons(candidates: Iterable[Reason]) -> tuple[Reason, ...]:
    """At most four: of each factor the figure that misses by most, the widest miss first.

    Equal misses keep the order of `Factor`, then that of the candidates.
    """
    widest: dict[Factor, Reason] = {}
    for reason in candidates:
        known = widest.get(reason.factor)
        if known is None or reason.shortfall > known.shortfall:
            widest[reason.factor] = reason
    order = list(Factor)
    ranked = sorted(
        widest.values(), key=lambda reason: (-reason.shortfall, order.index(reason.factor))
    )
    return tuple(ranked[:MOST_REASONS])
