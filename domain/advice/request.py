"""What a client asks for. Everything is checked here, once, before any work is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.errors import InvalidInput
from domain.loans.amortization import MAX_AMOUNT, MAX_TERM_MONTHS
from domain.money import require_not_negative, require_positive, show_money
from domain.rates import require_percent

SHORTEST_QUESTION = 3
LONGEST_QUESTION = 2000


class LoanPurpose(StrEnum):
    """What the money is for."""

    MORTGAGE = "MORTGAGE"
    AUTO = "AUTO"
    STUDENT = "STUDENT"
    PERSONAL = "PERSONAL"
    BUSINESS = "BUSINESS"


def _check_amount(value: Decimal | None, field: str, *, positive: bool = True) -> None:
    """Raise `InvalidInput` unless the value is absent or an amount within bounds."""
    if value is None:
        return
    check = require_positive if positive else require_not_negative
    check(value, field=field)
    if value > MAX_AMOUNT:
        raise InvalidInput(f"{field} must be at most {show_money(MAX_AMOUNT)}", field=field)


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
        _check_amount(self.amount, "loan.amount")
        _check_amount(self.property_value, "loan.propertyValue")
        if self.annual_rate is not None:
            require_percent(self.annual_rate, field="loan.annualRate")
        if self.term_months is not None and not 1 <= self.term_months <= MAX_TERM_MONTHS:
            raise InvalidInput(
                f"loan.termMonths must be from 1 to {MAX_TERM_MONTHS} months",
                field="loan.termMonths",
            )


@dataclass(frozen=True, slots=True)
class BorrowerFacts:
    """What is known of the borrower. Amounts in US dollars a month."""

    gross_monthly_income: Decimal | None = None
    monthly_debts: Decimal | None = None

    def __post_init__(self) -> None:
        _check_amount(self.gross_monthly_income, "borrower.grossMonthlyIncome")
        _check_amount(self.monthly_debts, "borrower.monthlyDebts", positive=False)


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
