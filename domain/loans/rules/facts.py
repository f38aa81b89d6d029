"""What is known of a loan and its borrower when a rule is asked; what is not known is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from domain.errors import InvalidInput
from domain.loans.frequency import MONTHS_PER_YEAR
from domain.loans.terms import MAX_TERM_YEARS
from domain.money import require_not_negative, require_positive

MAX_UNITS = 4


class Lien(Enum):
    """Which claim on the property comes first."""

    FIRST = "first"
    SUBORDINATE = "subordinate"


class Region(Enum):
    """The four regions of 38 CFR 36.4340(e)."""

    NORTHEAST = "northeast"
    MIDWEST = "midwest"
    SOUTH = "south"
    WEST = "west"


class Underwriting(Enum):
    """Whether a person or the program's automated system decides."""

    MANUAL = "manual"
    AUTOMATED = "automated"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules may ask for; a rule that needs what is None answers UNKNOWN and names it.

    on: the day that counts for the rule asked (its `dated_by` says which).
    amount: the loan amount on the note; for FHA the base amount, without a financed premium.
    total_loan_amount: the amount of 1026.32(b)(4), without financed points and fees; where it is
    not known, the rules on points and fees take `amount` and say so.
    apr, apor: percent a year; the average prime offer rate is that of a comparable transaction on
    the day the rate was set.
    principal_dwelling, manufactured_home, personal_property (a dwelling that is not real estate).
    units: 1 to 4; area_limit: the limit of the county, where it is known; special_area: Alaska,
    Hawaii, Guam or the U.S. Virgin Islands.
    gross_monthly_income, housing_payment, monthly_debts (beside housing), residual_income: dollars
    a month. household_size counts everyone who is to live on them.
    compensating_factors: how many of the program's own are documented; None if not looked into.
    eligibility_matrix: whether score and reserves meet Fannie Mae's matrix for up to 45 %.

    Raises InvalidInput naming the field.
    """

    on: date
    amount: Decimal | None = None
    total_loan_amount: Decimal | None = None
    apr: Decimal | None = None
    apor: Decimal | None = None
    lien: Lien = Lien.FIRST
    principal_dwelling: bool = True
    manufactured_home: bool = False
    personal_property: bool = False
    points_and_fees: Decimal | None = None
    prepayment_penalty_months: int | None = None
    prepayment_penalty_percent: Decimal | None = None
    units: int = 1
    area_limit: Decimal | None = None
    special_area: bool = False
    property_value: Decimal | None = None
    gross_monthly_income: Decimal | None = None
    housing_payment: Decimal | None = None
    monthly_debts: Decimal | None = None
    residual_income: Decimal | None = None
    household_size: int | None = None
    region: Region | None = None
    credit_score: int | None = None
    underwriting: Underwriting | None = None
    compensating_factors: int | None = None
    no_discretionary_debt: bool = False
    eligibility_matrix: bool | None = None

    def __post_init__(self) -> None:
        for field, value in (
            ("amount", self.amount),
            ("totalLoanAmount", self.total_loan_amount),
            ("areaLimit", self.area_limit),
            ("propertyValue", self.property_value),
            ("grossMonthlyIncome", self.gross_monthly_income),
        ):
            if value is not None:
                require_positive(value, field=field)
        for field, value in (
            ("apr", self.apr),
            ("apor", self.apor),
            ("pointsAndFees", self.points_and_fees),
            ("prepaymentPenaltyPercent", self.prepayment_penalty_percent),
            ("housingPayment", self.housing_payment),
            ("monthlyDebts", self.monthly_debts),
        ):
            if value is not None:
                require_not_negative(value, field=field)
        _require_range(self.units, 1, MAX_UNITS, field="units")
        _require_range(self.household_size, 1, 100, field="householdSize")
        _require_range(self.credit_score, 300, 850, field="creditScore")
        _require_range(self.compensating_factors, 0, 20, field="compensatingFactors")
        _require_range(
            self.prepayment_penalty_months,
            0,
            MAX_TERM_YEARS * MONTHS_PER_YEAR,
            field="prepaymentPenaltyMonths",
        )
        if self.residual_income is not None and not self.residual_income.is_finite():
            raise InvalidInput("residualIncome must be an amount", field="residualIncome")


def _require_range(value: int | None, least: int, most: int, *, field: str) -> None:
    if value is not None and not least <= value <= most:
        raise InvalidInput(f"{field} must be from {least} to {most}", field=field)
