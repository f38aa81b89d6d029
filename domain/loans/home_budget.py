"""What a home costs a month and what that weighs against an income: the largest one, and one in mind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.loans.affordability import (
    NO_HOUSING_COSTS,
    Affordability,
    Borrower,
    HousingCosts,
    MonthlyCosts,
    largest_loan,
)
from domain.loans.amortization import level_payment
from domain.loans.ratios import back_end_dti, combined_loan_to_value, front_end_dti, loan_to_value
from domain.loans.terms import LoanTerms, require_amount, require_loan_amount
from domain.money import CONTEXT, ZERO, from_cents, to_cents, total
from domain.rates import require_percent


@dataclass(frozen=True, slots=True)
class Financing:
    """How a home would be paid for: percent a year, months, dollars.

    other_liens: what is or would be owed on the home beside this loan.
    """

    annual_rate: Decimal
    term_months: int
    down_payment: Decimal = ZERO
    other_liens: Decimal = ZERO
    costs: HousingCosts = NO_HOUSING_COSTS


@dataclass(frozen=True, slots=True)
class DebtLimits:
    """The most that housing and all debts may take of gross income, in percent."""

    front: Decimal
    back: Decimal


@dataclass(frozen=True, slots=True)
class HomeBudget:
    """One home: its loan, what it costs a month and the four ratios; dollars to the cent, percent.

    payment is principal and interest; housing_payment is that and all costs. The loan-to-value ratios
    are None for a home that is worth nothing. fits: whether both debt ratios keep their limits, compared
    before any rounding.
    """

    price: Decimal
    amount: Decimal
    payment: Decimal
    costs: MonthlyCosts
    housing_payment: Decimal
    front_ratio: Decimal
    back_ratio: Decimal
    loan_to_value: Decimal | None
    combined_loan_to_value: Decimal | None
    fits: bool


@dataclass(frozen=True, slots=True)
class HomeBudgets:
    """The largest loan, the home that goes with it, and the home in mind, if there is one."""

    largest: Affordability
    most: HomeBudget
    in_mind: HomeBudget | None


def home_budgets(
    borrower: Borrower,
    financing: Financing,
    limits: DebtLimits,
    *,
    price: Decimal | None = None,
) -> HomeBudgets:
    """The largest home that the limits allow, and how one of this price compares.

    Raises InvalidInput as `largest_loan` does, and ("price", "otherLiens").
    """
    require_amount(financing.other_liens, field="otherLiens")
    largest = largest_loan(
        borrower,
        annual_rate=financing.annual_rate,
        term_months=financing.term_months,
        front_limit=limits.front,
        back_limit=limits.back,
        down_payment=financing.down_payment,
        costs=financing.costs,
    )
    return HomeBudgets(
        largest=largest,
        most=_budget(borrower, financing, limits, price=largest.property_value),
        in_mind=None if price is None else home_budget(borrower, financing, limits, price=price),
    )


def home_budget(
    borrower: Borrower, financing: Financing, limits: DebtLimits, *, price: Decimal
) -> HomeBudget:
    """A home of this price, bought with the down payment and a loan for the rest.

    Raises InvalidInput ("price", "downPayment", "otherLiens", "frontLimit", "backLimit" and the terms').
    """
    require_loan_amount(price, field="price")
    require_amount(financing.down_payment, field="downPayment")
    require_amount(financing.other_liens, field="otherLiens")
    require_percent(limits.front, field="frontLimit")
    require_percent(limits.back, field="backLimit")
    return _budget(borrower, financing, limits, price=price)


def _budget(
    borrower: Borrower, financing: Financing, limits: DebtLimits, *, price: Decimal
) -> HomeBudget:
    amount = max(ZERO, CONTEXT.subtract(price, financing.down_payment))
    payment = _payment(amount, financing)
    costs = financing.costs.monthly(loan=to_cents(amount), value=to_cents(price))
    housing = total((payment, from_cents(costs.total_cents)))
    income, debts = borrower.gross_monthly_income, borrower.monthly_debts
    return HomeBudget(
        price=price,
        amount=amount,
        payment=payment,
        costs=costs,
        housing_payment=housing,
        front_ratio=front_end_dti(housing_payment=housing, gross_monthly_income=income),
        back_ratio=back_end_dti(
            new_payment=housing, monthly_debts=debts, gross_monthly_income=income
        ),
        loan_to_value=loan_to_value(amount=amount, property_value=price) if price else None,
        combined_loan_to_value=combined_loan_to_value(
            amount=amount, other_liens=financing.other_liens, property_value=price
        )
        if price
        else None,
        fits=_within(housing, income, limits.front)
        and _within(total((housing, debts)), income, limits.back),
    )


def _payment(amount: Decimal, financing: Financing) -> Decimal:
    if not amount:
        return ZERO
    return level_payment(LoanTerms(amount, financing.annual_rate, financing.term_months))


def _within(part: Decimal, income: Decimal, percent: Decimal) -> bool:
    return CONTEXT.multiply(part, Decimal(100)) <= CONTEXT.multiply(income, percent)
