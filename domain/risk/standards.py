"""The published standards that a loan of any kind is held against, so that a miss can be given as a reason.

They are those by which FHA loans are underwritten by hand: one program's, and among the more lenient. A
program's own rules are in `domain/loans/rules`; a lender may be stricter.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.loans.rules.result import Figure, Unit
from domain.risk.parameters import Assumption, Basis
from domain.risk.reasons import Factor, Reason

_LETTER = "HUD Mortgagee Letter 2014-02; HUD Handbook 4000.1, II.A.5.d"


@dataclass(frozen=True, slots=True)
class Standard:
    """A threshold for one figure; at_least: whether the figure must reach it or must not exceed it."""

    factor: Factor
    figure: Figure
    unit: Unit
    threshold: Assumption
    at_least: bool = False

    def missed_by(self, measured: Decimal) -> tuple[Reason, ...]:
        """A reason if the figure misses the standard; else none."""
        limit = self.threshold.value
        keeps = measured >= limit if self.at_least else measured <= limit
        if keeps:
            return ()
        return (
            Reason(self.factor, self.figure, self.unit, measured, limit, self.threshold.source),
        )


TOTAL_DEBT = Standard(
    Factor.EXCESSIVE_OBLIGATIONS,
    Figure.TOTAL_DEBT_RATIO,
    Unit.PERCENT,
    Assumption(
        name="most_total_debt",
        value=Decimal(43),
        unit="percent of gross income",
        basis=Basis.PUBLISHED,
        source=f"{_LETTER}: without compensating factors",
    ),
)
LOAN_TO_VALUE = Standard(
    Factor.COLLATERAL,
    Figure.LOAN_TO_VALUE,
    Unit.PERCENT,
    Assumption(
        name="most_loan_to_value",
        value=Decimal("96.5"),
        unit="percent of value",
        basis=Basis.PUBLISHED,
        source="12 USC 1709(b)(9)(A): FHA's borrowers pay at least 3.5 %",
    ),
)
RESERVES = Standard(
    Factor.INSUFFICIENT_RESERVES,
    Figure.RESERVES,
    Unit.MONTHS,
    Assumption(
        name="least_reserves",
        value=Decimal(1),
        unit="months of the housing payment",
        basis=Basis.PUBLISHED,
        source=f"{_LETTER}: for one or two units",
    ),
    at_least=True,
)
LEFT_OVER = Standard(
    Factor.INSUFFICIENT_INCOME,
    Figure.LEFT_OVER,
    Unit.DOLLARS,
    Assumption(
        name="least_left_over",
        value=Decimal(0),
        unit="dollars a month",
        basis=Basis.ASSUMED,
        source="chosen for this product: a usual month must pay for itself",
    ),
    at_least=True,
)
STANDARDS = (TOTAL_DEBT, LOAN_TO_VALUE, RESERVES, LEFT_OVER)
"""Every one that `domain.risk.assessment` applies."""
