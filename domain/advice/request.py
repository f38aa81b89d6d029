"""What a client asks for. Everything is checked here, once, before any work is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.errors import InvalidInput
from domain.loans.terms import MAX_AMOUNT, MAX_TERM_MONTHS, require_start_date
from domain.money import show_money
from domain.rates import require_percent

SHORTEST_QUESTION = 3
LONGEST_QUESTION = 2000
LOWEST_SCORE, HIGHEST_SCORE = 300, 850
LARGEST_HOUSEHOLD = 100


class LoanPurpose(StrEnum):
    """What the money is for."""

    MORTGAGE = "MORTGAGE"
    AUTO = "AUTO"
    STUDENT = "STUDENT"
    PERSONAL = "PERSONAL"
    BUSINESS = "BUSINESS"


class RateType(StrEnum):
    """Whether the rate stays as it is."""

    FIXED = "FIXED"
    ADJUSTABLE = "ADJUSTABLE"


class Occupancy(StrEnum):
    """How the property will be used."""

    PRIMARY = "PRIMARY"
    SECOND_HOME = "SECOND_HOME"
    INVESTMENT = "INVESTMENT"


def _check_amount(value: Decimal | None, field: str, *, positive: bool = True) -> None:
    """Raise `InvalidInput` unless the value is absent or an amount within bounds."""
    if value is None:
        return
    enough = value.is_finite() and (value > 0 if positive else value >= 0)
    if not enough or value > MAX_AMOUNT:
        least = "more than 0" if positive else "0 or more"
        raise InvalidInput(
            f"{field} must be {least} and at most {show_money(MAX_AMOUNT)}", field=field
        )


def _check_count(value: int | None, field: str, lowest: int, highest: int) -> None:
    """Raise `InvalidInput` unless the value is absent or within bounds."""
    if value is not None and not lowest <= value <= highest:
        raise InvalidInput(f"{field} must be from {lowest} to {highest}", field=field)


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """What is known of the loan. Amounts in US dollars, the rate in percent a year.

    `fees` are paid at closing and part of the finance charge (points, origination charges);
    `extra_monthly_payment` is paid beyond the payment that is due; `other_costs` are property taxes,
    insurance, dues and mortgage insurance, a month.
    """

    amount: Decimal | None = None
    annual_rate: Decimal | None = None
    term_months: int | None = None
    purpose: LoanPurpose | None = None
    property_value: Decimal | None = None
    start_date: date | None = None
    fees: Decimal | None = None
    down_payment: Decimal | None = None
    extra_monthly_payment: Decimal | None = None
    rate_type: RateType | None = None
    other_costs: Decimal | None = None

    def __post_init__(self) -> None:
        _check_amount(self.amount, "loan.amount")
        _check_amount(self.property_value, "loan.propertyValue")
        _check_amount(self.fees, "loan.fees", positive=False)
        _check_amount(self.down_payment, "loan.downPayment", positive=False)
        _check_amount(self.extra_monthly_payment, "loan.extraMonthlyPayment", positive=False)
        _check_amount(self.other_costs, "loan.otherCosts", positive=False)
        if self.fees is not None and self.amount is not None and self.fees >= self.amount:
            raise InvalidInput("loan.fees must be less than the loan's amount", field="loan.fees")
        if self.annual_rate is not None:
            require_percent(self.annual_rate, field="loan.annualRate")
        if self.term_months is not None and not 1 <= self.term_months <= MAX_TERM_MONTHS:
            raise InvalidInput(
                f"loan.termMonths must be from 1 to {MAX_TERM_MONTHS} months",
                field="loan.termMonths",
            )
        if self.start_date is not None:
            require_start_date(self.start_date, field="loan.startDate")


@dataclass(frozen=True, slots=True)
class BorrowerFacts:
    """What is known of the borrower. Amounts in US dollars, of income and debts a month.

    `reserves` are what can be spent at once, after closing; `household_size` counts everyone who lives
    on the income. Nothing that Regulation B protects is asked for (12 CFR 1002.5(b)-(d)).
    """

    gross_monthly_income: Decimal | None = None
    monthly_debts: Decimal | None = None
    reserves: Decimal | None = None
    credit_score: int | None = None
    household_size: int | None = None
    occupancy: Occupancy | None = None

    def __post_init__(self) -> None:
        _check_amount(self.gross_monthly_income, "borrower.grossMonthlyIncome")
        _check_amount(self.monthly_debts, "borrower.monthlyDebts", positive=False)
        _check_amount(self.reserves, "borrower.reserves", positive=False)
        _check_count(self.credit_score, "borrower.creditScore", LOWEST_SCORE, HIGHEST_SCORE)
        _check_count(self.household_size, "borrower.householdSize", 1, LARGEST_HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class AdviceRequest:
    """A question, with the loan's and the borrower's figures as far as they are known."""

    question: str
    loan: LoanFacts | None = None
    borrower: BorrowerFacts | None = None

    def __post_init__(self) -> None:
        length = len(self.question.strip())
        if not SHORTEST_QUESTION <= length <= LONGEST_QUESTION:
            raise InvalidInput(
                f"a question has {SHORTEST_QUESTION} to {LONGEST_QUESTION:,} characters; "
                f"this one has {length:,}",
                field="question",
            )
        if "\x00" in self.question:
            raise InvalidInput("must not contain NUL characters", field="question")
