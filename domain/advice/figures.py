"""The figures of an answer: computed from what was given, with what is missing for more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.loans.amortization import LoanQuote, LoanTerms, quote
from domain.loans.ratios import back_end_dti, loan_to_value


@dataclass(frozen=True, slots=True)
class Computed:
    """Figures in the order they are shown, the quote they come from, and what else would be needed."""

    figures: tuple[Figure, ...]
    quote: LoanQuote | None
    missing: tuple[str, ...]
    assumptions: tuple[str, ...]


NOTHING = Computed((), None, (), ())


def compute(request: AdviceRequest) -> Computed:
    """Compute every figure that the request gives enough for. Nothing that is missing is guessed."""
    loan, borrower = request.loan, request.borrower or BorrowerFacts()
    if loan is None:
        return NOTHING
    missing: list[str] = []
    figures: list[Figure] = []
    assumptions: list[str] = []
    loan_quote = _quote(loan, missing)
    if loan_quote is not None:
        figures += _cost(loan_quote)
        assumptions.append("The rate is fixed and payments are made monthly, at each month's end.")
        figures += _burden(loan_quote, borrower, missing, assumptions)
    figures += _security(loan, missing)
    return Computed(tuple(figures), loan_quote, tuple(missing), tuple(assumptions))


def quote_of(loan: LoanFacts) -> LoanQuote | None:
    """Return the loan's quote, or None if its rate or term is not known."""
    if loan.annual_rate is None or loan.term_months is None:
        return None
    terms = LoanTerms(loan.amount, loan.annual_rate, loan.term_months)
    return quote(terms, start_date=loan.start_date)


def _quote(loan: LoanFacts, missing: list[str]) -> LoanQuote | None:
    if loan.annual_rate is None:
        missing.append("the annual interest rate, for the payment and the cost of the loan")
    if loan.term_months is None:
        missing.append("the term in months, for the payment and the cost of the loan")
    return quote_of(loan)


def _cost(loan: LoanQuote) -> list[Figure]:
    months = loan.number_of_payments
    return [
        Figure(
            "monthlyPayment",
            "Monthly payment",
            loan.payment,
            Unit.MONEY,
            "level payment of a fully amortising loan, rounded to the cent",
        ),
        Figure(
            "numberOfPayments",
            "Number of payments",
            Decimal(months),
            Unit.PAYMENTS,
            "payments until nothing is owed",
        ),
        Figure(
            "finalPayment",
            "Final payment",
            loan.final_payment,
            Unit.MONEY,
            "what is owed at the end; it takes up the rounding of the others",
        ),
        Figure(
            "totalInterest",
            "Total interest",
            loan.total_interest,
            Unit.MONEY,
            "sum of the schedule's interest",
        ),
        Figure(
            "totalPaid",
            "Total of payments",
            loan.total_paid,
            Unit.MONEY,
            "sum of all payments",
        ),
    ]


def _burden(
    loan: LoanQuote, borrower: BorrowerFacts, missing: list[str], assumptions: list[str]
) -> list[Figure]:
    if borrower.gross_monthly_income is None:
        missing.append("gross monthly income, for the debt-to-income ratio")
        return []
    if borrower.monthly_debts is None:
        missing.append("other monthly debt payments, for the debt-to-income ratio")
        return []
    assumptions.append(
        "The debt-to-income ratio counts principal and interest of the new loan; taxes, insurance "
        "and dues would add to it."
    )
    return [
        Figure(
            "debtToIncome",
            "Debt-to-income ratio",
            back_end_dti(
                new_payment=loan.payment,
                monthly_debts=borrower.monthly_debts,
                gross_monthly_income=borrower.gross_monthly_income,
            ),
            Unit.PERCENT,
            "(new payment + other monthly debts) / gross monthly income",
        )
    ]


def _security(loan: LoanFacts, missing: list[str]) -> list[Figure]:
    if loan.property_value is None:
        if loan.purpose is LoanPurpose.MORTGAGE:
            missing.append("the property's value, for the loan-to-value ratio")
        return []
    return [
        Figure(
            "loanToValue",
            "Loan-to-value ratio",
            loan_to_value(amount=loan.amount, property_value=loan.property_value),
            Unit.PERCENT,
            "loan amount / property value",
        )
    ]
