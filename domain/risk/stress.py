"""Named stresses: what one change for the worse does to the payment, the ratios and the reserves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from domain.loans.amortization import level_payment
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.loans.terms import LoanTerms, require_whole_cents
from domain.money import CONTEXT, round_cents, total
from domain.rates import MAX_PERCENT
from domain.risk.household import Household

_TENTH = Decimal("0.1")
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stress:
    """A change: rate in percentage points, the others in percent of what they were.

    expenses: of living costs and of housing costs beside the loan; debts stay as agreed.
    """

    id: str
    title: str
    rate: Decimal = _NONE
    income: Decimal = _NONE
    expenses: Decimal = _NONE
    reserves: Decimal = _NONE


AS_PLANNED = Stress("as-planned", "As planned")
STRESSES = (
    AS_PLANNED,
    Stress("rate-up-2", "Rate 2 points higher", rate=Decimal(2)),
    Stress("income-down-20", "Income 20 % lower", income=Decimal(-20)),
    Stress("expenses-up-15", "Expenses 15 % higher", expenses=Decimal(15)),
    Stress("reserves-halved", "Half the reserves", reserves=Decimal(-50)),
    Stress("income-lost", "Income lost, 40 % replaced by benefits", income=Decimal(-60)),
    Stress(
        "combined",
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
    make good what is lacking; None where nothing is lacking.
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
        gross_income=_changed(household.gross_income, stress.income),
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
        lasts=None if left_over >= 0 else int(CONTEXT.divide_int(then.reserves, -left_over)),
    )


def _changed(amount: Decimal, percent: Decimal) -> Decimal:
    return round_cents(
        CONTEXT.divide(CONTEXT.multiply(amount, CONTEXT.add(Decimal(100), percent)), Decimal(100))
    )
