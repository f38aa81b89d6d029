"""The largest loan that an income bears, exact to the cent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from domain.errors import InvalidInput
from domain.loans.frequency import MONTHS_PER_YEAR
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.loans.terms import MAX_AMOUNT, MAX_TERM_MONTHS, require_amount, require_whole_cents
from domain.loans.walk import level_cents
from domain.money import ZERO, from_cents, require_positive, round_half_up, to_cents
from domain.rates import require_percent

PMI_ABOVE_PERCENT = 80
USUAL_FRONT_LIMIT = Decimal(28)
"""Percent of gross income: what lenders have long taken for housing, as a rule of thumb."""
USUAL_BACK_LIMIT = Decimal(36)
"""Percent of gross income: Fannie Mae's guide for underwriting by hand (Selling Guide B3-6-02)."""


class MonthlyCosts(NamedTuple):
    """What a home costs a month beside the loan, in whole cents."""

    property_tax: int
    insurance: int
    dues: int
    mortgage_insurance: int

    @property
    def total_cents(self) -> int:
        """All of them."""
        return sum(self)


@dataclass(frozen=True, slots=True)
class HousingCosts:
    """What a home costs beside the loan.

    property_tax: percent of the property's value a year; insurance: likewise, or as
    `insurance_yearly` in dollars; dues: dollars a month; mortgage_insurance: percent of the loan a
    year, charged while the loan is more than 80 % of the value.

    Raises InvalidInput naming the field.
    """

    property_tax: Decimal = ZERO
    insurance: Decimal = ZERO
    insurance_yearly: Decimal = ZERO
    dues: Decimal = ZERO
    mortgage_insurance: Decimal = ZERO

    def __post_init__(self) -> None:
        require_percent(self.property_tax, field="propertyTax")
        require_percent(self.insurance, field="insurance")
        require_percent(self.mortgage_insurance, field="mortgageInsurance")
        require_amount(self.insurance_yearly, field="insuranceYearly")
        require_amount(self.dues, field="dues")

    def monthly(self, *, loan: int, value: int) -> MonthlyCosts:
        """Each of them for a month, in whole cents, rounded half up; loan and value in cents too."""
        insured = 100 * loan > PMI_ABOVE_PERCENT * value
        return MonthlyCosts(
            property_tax=_monthly_share(value, self.property_tax),
            insurance=_monthly_share(value, self.insurance)
            + round_half_up(to_cents(self.insurance_yearly), MONTHS_PER_YEAR),
            dues=to_cents(self.dues),
            mortgage_insurance=_monthly_share(loan, self.mortgage_insurance) if insured else 0,
        )

    def monthly_cents(self, *, loan: int, value: int) -> int:
        """All of them for a month together, in whole cents."""
        return self.monthly(loan=loan, value=value).total_cents


NO_HOUSING_COSTS = HousingCosts()


class Limit(Enum):
    """What keeps the loan from being larger."""

    FRONT = "front"
    BACK = "back"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Affordability:
    """The largest loan and what goes with it; dollars to the cent, ratios in percent.

    amount is 0.00 where debts and other costs already exhaust the limits; payment is principal and
    interest, housing_payment all that the home costs a month. limit is what a cent more would break.
    """

    amount: Decimal
    property_value: Decimal
    payment: Decimal
    housing_payment: Decimal
    front_ratio: Decimal
    back_ratio: Decimal
    limit: Limit


@dataclass(frozen=True, slots=True)
class Borrower:
    """Gross monthly income and all monthly debts but the future home, in dollars.

    Raises InvalidInput ("grossMonthlyIncome", "monthlyDebts").
    """

    gross_monthly_income: Decimal
    monthly_debts: Decimal = ZERO

    def __post_init__(self) -> None:
        require_positive(self.gross_monthly_income, field="grossMonthlyIncome")
        require_whole_cents(self.gross_monthly_income, field="grossMonthlyIncome")
        require_whole_cents(self.monthly_debts, field="monthlyDebts")


def largest_loan(
    borrower: Borrower,
    *,
    annual_rate: Decimal,
    term_months: int,
    front_limit: Decimal,
    back_limit: Decimal,
    down_payment: Decimal = ZERO,
    costs: HousingCosts = NO_HOUSING_COSTS,
) -> Affordability:
    """The largest loan whose housing payment keeps both ratios at or below their limits, in percent.

    The home is worth the loan and the down payment. The limits are compared exactly, before any
    rounding of ratios: this loan keeps them and one a cent larger does not.

    Raises InvalidInput ("annualRate", "termMonths", "frontLimit", "backLimit", "downPayment").
    """
    require_percent(annual_rate, field="annualRate")
    require_percent(front_limit, field="frontLimit")
    require_percent(back_limit, field="backLimit")
    require_amount(down_payment, field="downPayment")
    if not 1 <= term_months <= MAX_TERM_MONTHS:
        raise InvalidInput(f"termMonths must be from 1 to {MAX_TERM_MONTHS}", field="termMonths")
    down = to_cents(down_payment)

    def payment(loan: int) -> int:
        if not loan:
            return 0
        return level_cents(loan, annual_rate, term_months, per_year=MONTHS_PER_YEAR)

    def housing(loan: int) -> int:
        return payment(loan) + costs.monthly_cents(loan=loan, value=loan + down)

    most_front = _share(borrower.gross_monthly_income, front_limit)
    most_back = _share(borrower.gross_monthly_income, back_limit) - to_cents(borrower.monthly_debts)
    loan = _largest(lambda amount: housing(amount) <= min(most_front, most_back))
    monthly = from_cents(housing(loan))
    return Affordability(
        amount=from_cents(loan),
        property_value=from_cents(loan + down),
        payment=from_cents(payment(loan)),
        housing_payment=monthly,
        front_ratio=front_end_dti(
            housing_payment=monthly, gross_monthly_income=borrower.gross_monthly_income
        ),
        back_ratio=back_end_dti(
            new_payment=monthly,
            monthly_debts=borrower.monthly_debts,
            gross_monthly_income=borrower.gross_monthly_income,
        ),
        limit=_limit(loan, most_front, most_back),
    )


def _largest(fits: Callable[[int], bool]) -> int:
    """The cents at which `fits` turns false, by halving, so it may be true again beyond them."""
    low, high = 0, to_cents(MAX_AMOUNT) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _limit(loan: int, most_front: int, most_back: int) -> Limit:
    if loan == to_cents(MAX_AMOUNT):
        return Limit.AMOUNT
    return Limit.FRONT if most_front <= most_back else Limit.BACK


def _share(income: Decimal, percent: Decimal) -> int:
    """Whole cents within `percent` of the income, rounded down."""
    numerator, denominator = percent.as_integer_ratio()
    return to_cents(income) * numerator // (100 * denominator)


def _monthly_share(cents: int, percent_a_year: Decimal) -> int:
    numerator, denominator = percent_a_year.as_integer_ratio()
    return round_half_up(cents * numerator, 100 * MONTHS_PER_YEAR * denominator)
