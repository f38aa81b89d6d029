"""Named stresses: what one change for the worse does to the payment, the ratios and the reserves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from domain.loans.amortization import level_payment
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.loans.terms import LoanTerms, require_whole_cents
from domain.money import CENT, CONTEXT, round_cents, total
from domain.rates import MAX_PERCENT
from domain.risk.household import Household

_TENTH = Decimal("0.1")
_NONE = Decimal(0)


class StressId(StrEnum):
    """Which change it is; the value is its public name."""

    AS_PLANNED = "as-planned"
    RATE_UP_2 = "rate-up-2"
    INCOME_DOWN_20 = "income-down-20"
    EXPENSES_UP_15 = "expenses-up-15"
    RESERVES_HALVED = "reserves-halved"
    INCOME_LOST = "income-lost"
    COMBINED = "combined"


@dataclass(frozen=True, slots=True)
class Stress:
    """A change: rate in percentage points, the others in percent of what they were.

    expenses: of living costs and of housing costs beside the loan; debts stay as agreed.
    """

    id: StressId
    title: str
    rate: Decimal = _NONE
    income: Decimal = _NONE
    expenses: Decimal = _NONE
    reserves: Decimal = _NONE


AS_PLANNED = Stress(StressId.AS_PLANNED, "As planned")
STRESSES = (
    AS_PLANNED,
    Stress(StressId.RATE_UP_2, "Rate 2 points higher", rate=Decimal(2)),
    Stress(StressId.INCOME_DOWN_20, "Income 20 % lower", income=Decimal(-20)),
    Stress(StressId.EXPENSES_UP_15, "Expenses 15 % higher", expenses=Decimal(15)),
    Stress(StressId.RESERVES_HALVED, "Half the reserves", reserves=Decimal(-50)),
    Stress(StressId.INCOME_LOST, "Income lost, 40 % replaced by benefits", income=Decimal(-60)),
    Stress(
        StressId.COMBINED,
        "Income 20 % lower and expenses 15 % higher",
        income=Decimal(-20),
        expenses=Decimal(15),
    ),
)
"""Every stress that is shown. A higher rate matters before the rate is locked, and for adjustable rates."""


@dataclass(frozen=True, slots=True)
class StressResult:
    """Dollars a month, ratios in percent of gross income with two decimals.

    payment: principal and interest. housing_payment: with taxes, insurance and dues. left_over: what
    remains of a usual month, negative if it does not suffice. months_of_reserves: reserves over the
    housing payment, as lenders count them, cut to one decimal. lasts: whole months for which reserves
    make good what is lacking, at most the loan's term; None where nothing is lacking.
    """

    stress: Stress
    payment: Decimal
    housing_payment: Decimal
    front_ratio: Decimal
    back_ratio: Decimal
    left_over: Decimal
    months_of_reserves: Decimal
    lasts: int | None


def stress_test(
    terms: LoanTerms, household: Household, *, other_costs: Decimal
) -> tuple[StressResult, ...]:
    """The loan and household under every stress, the first being as planned.

    other_costs: taxes, insurance and dues of the home a month. Raises InvalidInput ("otherCosts").
    """
    require_whole_cents(other_costs, field="otherCosts")
    return tuple(_under(stress, terms, household, other_costs) for stress in STRESSES)


def _under(
    stress: Stress, terms: LoanTerms, household: Household, other_costs: Decimal
) -> StressResult:
    rate = min(CONTEXT.add(terms.annual_rate, stress.rate), MAX_PERCENT)
    payment = level_payment(replace(terms, annual_rate=rate))
    housing = total((payment, _changed(other_costs, stress.expenses)))
    then = Household(
        # A cent at least: the ratios divide by it.
        gross_income=max(_changed(household.gross_income, stress.income), CENT),
        take_home=_changed(household.take_home, stress.income),
        debts=household.debts,
        living_costs=_changed(household.living_costs, stress.expenses),
        reserves=_changed(household.reserves, stress.reserves),
    )
    left_over = then.left_over(housing)
    return StressResult(
        stress=stress,
        payment=payment,
        housing_payment=housing,
        front_ratio=front_end_dti(housing_payment=housing, gross_monthly_income=then.gross_income),
        back_ratio=back_end_dti(
            new_payment=housing, monthly_debts=then.debts, gross_monthly_income=then.gross_income
        ),
        left_over=left_over,
        months_of_reserves=CONTEXT.divide(then.reserves, housing).quantize(
            _TENTH, rounding=ROUND_DOWN, context=CONTEXT
        ),
        lasts=_lasts(then.reserves, left_over, most=terms.term_months),
    )


def _lasts(reserves: Decimal, left_over: Decimal, *, most: int) -> int | None:
    if left_over >= 0:
        return None
    return min(int(CONTEXT.divide_int(reserves, -left_over)), most)


def _changed(amount: Decimal, percent: Decimal) -> Decimal:
    return round_cents(
        CONTEXT.divide(CONTEXT.multiply(amount, CONTEXT.add(Decimal(100), percent)), Decimal(100))
    )
