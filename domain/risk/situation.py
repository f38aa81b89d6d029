"""A loan and its borrower as far as they are known, for an assessment of the risk."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.loans.adjustable import AdjustableTerms, Caps
from domain.loans.amortization import level_payment
from domain.loans.terms import (
    MAX_TERM_MONTHS,
    LoanTerms,
    known_terms,
    require_amount,
    require_months,
)
from domain.money import total
from domain.rates import require_percent
from domain.risk.household import Household, household_of
from domain.risk.parameters import Assumption
from domain.risk.payments import AdjustablePayments, FixedPayments, Payments


@dataclass(frozen=True, slots=True)
class RateChanges:
    """How an adjustable rate moves: fixed for a time, then at intervals to index + margin within caps.

    index: where it stands now, in percent; margin: percentage points.
    Raises InvalidInput ("fixedMonths", "changeEvery", "index", "margin").
    """

    fixed_months: int
    change_every: int
    index: Decimal
    margin: Decimal
    caps: Caps

    def __post_init__(self) -> None:
        require_months(self.fixed_months, 1, MAX_TERM_MONTHS, field="fixedMonths")
        require_months(self.change_every, 1, MAX_TERM_MONTHS, field="changeEvery")
        require_percent(self.index, field="index")
        require_percent(self.margin, field="margin")


@dataclass(frozen=True, slots=True)
class Situation:
    """What an assessment may use; what is not known is None. Dollars, and percent a year.

    annual_rate: with `rate_changes` the initial one. other_costs: taxes, insurance, dues and mortgage
    insurance of the home a month. monthly_debts: payments on all other debts. reserves: what can be
    spent at once, after closing. take_home: a month's income after taxes; living_costs: a month's
    spending but for housing and debts.

    Raises InvalidInput naming the field.
    """

    amount: Decimal | None = None
    annual_rate: Decimal | None = None
    term_months: int | None = None
    rate_changes: RateChanges | None = None
    property_value: Decimal | None = None
    other_costs: Decimal | None = None
    gross_monthly_income: Decimal | None = None
    monthly_debts: Decimal | None = None
    reserves: Decimal | None = None
    take_home: Decimal | None = None
    living_costs: Decimal | None = None

    def __post_init__(self) -> None:
        for field, value in (
            ("otherCosts", self.other_costs),
            ("grossMonthlyIncome", self.gross_monthly_income),
            ("monthlyDebts", self.monthly_debts),
            ("reserves", self.reserves),
            ("takeHome", self.take_home),
            ("livingCosts", self.living_costs),
        ):
            if value is not None:
                require_amount(value, field=field)

    @property
    def missing(self) -> tuple[str, ...]:
        """The public names of what a simulation needs and nobody stated."""
        needed = {
            "amount": self.amount,
            "annualRate": self.annual_rate,
            "termMonths": self.term_months,
            "grossMonthlyIncome": self.gross_monthly_income,
            "monthlyDebts": self.monthly_debts,
            "reserves": self.reserves,
        }
        return tuple(name for name, value in needed.items() if value is None)

    def terms(self) -> LoanTerms | None:
        """The loan at its initial rate, if enough is known. Raises InvalidInput naming the field."""
        return known_terms(self.amount, self.annual_rate, self.term_months)

    def household(self) -> tuple[Household, tuple[Assumption, ...]] | None:
        """The household and what was assumed of it, if enough is known.

        Raises InvalidInput naming the field.
        """
        income, debts, reserves = self.gross_monthly_income, self.monthly_debts, self.reserves
        if income is None or debts is None or reserves is None:
            return None
        return household_of(
            gross_income=income,
            debts=debts,
            reserves=reserves,
            take_home=self.take_home,
            living_costs=self.living_costs,
        )

    def payments(self, terms: LoanTerms, *, other_costs: Decimal) -> Payments:
        """What is due each month, other costs included."""
        if self.rate_changes is None:
            return FixedPayments(total((level_payment(terms), other_costs)), terms.term_months)
        changes = self.rate_changes
        adjustable = AdjustableTerms(
            amount=terms.amount,
            initial_rate=terms.annual_rate,
            term_months=terms.term_months,
            fixed_months=changes.fixed_months,
            change_every=changes.change_every,
            margin=changes.margin,
            caps=changes.caps,
        )
        return AdjustablePayments(adjustable, changes.index, other_costs)
