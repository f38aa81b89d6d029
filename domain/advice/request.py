"""What a client asks for. Everything is checked here, once, before any work is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.errors import InvalidInput

SHORTEST_QUESTION = 3
LONGEST_QUESTION = 2000
LARGEST_AMOUNT = Decimal("1000000000")


class LoanPurpose(StrEnum):
    """What the money is for."""

    MORTGAGE = "MORTGAGE"
    AUTO = "AUTO"
    STUDENT = "STUDENT"
    PERSONAL = "PERSONAL"
    BUSINESS = "BUSINESS"


def _check_money(value: Decimal | None, field: str, *, positive: bool = False) -> None:
    """Raise `InvalidInput` unless the value is absent or an amount in whole cents within bounds."""
    if value is None:
        return
    if not value.is_finite():
        raise InvalidInput("must be a finite number", field=field)
    if value < 0 or (positive and value == 0):
        raise InvalidInput(
            "must be more than zero" if positive else "must not be negative", field=field
        )
    if value > LARGEST_AMOUNT:
        raise InvalidInput(f"must be at most {LARGEST_AMOUNT:,}", field=field)


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """What is known of the loan. Amounts in US dollars, the rate in percent a year."""

    amount: Decimal
    annual_rate: Decimal | None = None
    term_months: int | None = None
    purpose: LoanPurpose | None = None
    property_value: Decimal | None = None
    start_date: date | None = None

    def __post_init__(self) -> None:
        _check_money(self.amount, "loan.amount", positive=True)
        _check_money(self.property_value, "loan.propertyValue", positive=True)
        if self.annual_rate is not None and not 0 <= self.annual_rate <= 100:
            raise InvalidInput("must be from 0 to 100 percent a year", field="loan.annualRate")
        if self.term_months is not None and not 1 <= self.term_months <= 600:
            raise InvalidInput("must be from 1 to 600 months", field="loan.termMonths")


@dataclass(frozen=True, slots=True)
class BorrowerFacts:
    """What is known of the borrower. Amounts in US dollars a month."""

    gross_monthly_income: Decimal | None = None
    monthly_debts: Decimal | None = None

    def __post_init__(self) -> None:
        _check_money(self.gross_monthly_income, "borrower.grossMonthlyIncome", positive=True)
        _check_money(self.monthly_debts, "borrower.monthlyDebts")


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
