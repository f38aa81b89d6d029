"""A household's month: what comes in, what goes out, what is put by."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.loans.terms import require_whole_cents
from domain.money import CONTEXT, require_positive, round_cents, total
from domain.risk.parameters import Assumption, Basis

TAKE_HOME = Assumption(
    name="take_home",
    value=Decimal("78.7"),
    unit="percent of gross income",
    basis=Basis.DERIVED,
    source="BLS, Consumer Expenditures 2023: $87,869 after of $101,805 before personal taxes, less "
    "7.65 % for Social Security and Medicare (26 USC 3101)",
)
LIVING_COSTS = Assumption(
    name="living_costs",
    value=Decimal("28.8"),
    unit="percent of gross income",
    basis=Basis.DERIVED,
    source="BLS, Consumer Expenditures 2023: food, transportation and health care, 37.9 % of $77,280, "
    "against $101,805 before taxes",
)


@dataclass(frozen=True, slots=True)
class Household:
    """Dollars a month, in whole cents; reserves in dollars.

    gross_income: before taxes, as lenders count it. take_home: after them. debts: payments on all
    other debts. living_costs: everything else but housing. reserves: what can be spent at once,
    after closing.

    Raises InvalidInput naming "grossMonthlyIncome", "takeHome", "monthlyDebts", "livingCosts" or
    "reserves".
    """

    gross_income: Decimal
    take_home: Decimal
    debts: Decimal
    living_costs: Decimal
    reserves: Decimal

    def __post_init__(self) -> None:
        require_positive(self.gross_income, field="grossMonthlyIncome")
        for field, value in (
            ("grossMonthlyIncome", self.gross_income),
            ("takeHome", self.take_home),
            ("monthlyDebts", self.debts),
            ("livingCosts", self.living_costs),
            ("reserves", self.reserves),
        ):
            require_whole_cents(value, field=field)

    def left_over(self, housing_payment: Decimal) -> Decimal:
        """What remains of a usual month; negative if it does not suffice."""
        spent = total((self.debts, self.living_costs, housing_payment))
        return CONTEXT.subtract(self.take_home, spent)


def household_of(
    *,
    gross_income: Decimal,
    debts: Decimal,
    reserves: Decimal,
    take_home: Decimal | None = None,
    living_costs: Decimal | None = None,
) -> tuple[Household, tuple[Assumption, ...]]:
    """A household from what a borrower states, and what had to be assumed for the rest.

    Averages over all households: the real take-home pay and living costs should be asked for.
    Raises InvalidInput as `Household` does.
    """
    assumed: list[Assumption] = []
    if take_home is None:
        assumed.append(TAKE_HOME)
        take_home = _share(gross_income, TAKE_HOME)
    if living_costs is None:
        assumed.append(LIVING_COSTS)
        living_costs = _share(gross_income, LIVING_COSTS)
    return Household(gross_income, take_home, debts, living_costs, reserves), tuple(assumed)


def _share(gross: Decimal, assumption: Assumption) -> Decimal:
    require_positive(gross, field="grossMonthlyIncome")
    return round_cents(CONTEXT.divide(CONTEXT.multiply(gross, assumption.value), Decimal(100)))
