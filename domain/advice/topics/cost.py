"""What a loan costs: payment, interest, total."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.reading.pricing import Pricing
from domain.advice.request import LoanFacts
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.sheet_rate import instead, source
from domain.loans.amortization import LoanQuote
from domain.money import show_money

ASKS = (
    "What will this loan cost me?",
    "What is the monthly payment?",
    "What is the payment on a 30-year mortgage?",
    "How much would I pay each month?",
    "How much interest will I pay in total?",
    "How much is the payment on a car loan?",
    "How much do I pay back altogether?",
)


def cost(case: Case) -> Finding:
    """The payment and what all payments come to; what is missing if they cannot be computed."""
    missing = []
    if case.loan.amount is None:
        missing.append("the amount of the loan, for the payment and the cost of the loan")
    if case.loan.annual_rate is None:
        missing.append(
            f"the annual interest rate, for the payment and the cost of the loan{instead(case.pricing)}"
        )
    if case.loan.term_months is None:
        missing.append("the term in months, for the payment and the cost of the loan")
    if case.quote is None:
        return Finding(Topic.COST, answer=_one_short(case.loan), missing=tuple(missing))
    return Finding(
        Topic.COST,
        figures=_figures(case.quote),
        answer=_answer(case.quote, case.pricing),
        assumptions=("The rate is fixed and payments are made monthly, at each month's end.",),
    )


def _one_short(loan: LoanFacts) -> str:
    """Ask for the one fact that is missing; empty if more are, or none."""
    amount = "" if loan.amount is None else show_money(loan.amount)
    rate = "" if loan.annual_rate is None else f"at {show_percent(loan.annual_rate)}"
    term = "" if loan.term_months is None else f"over {show_months(loan.term_months)}"
    told = {"amount of the loan": amount, "annual interest rate": rate, "term": term}
    lacking = [name for name, said in told.items() if not said]
    if len(lacking) != 1:
        return ""
    known = " ".join(said for said in told.values() if said)
    return f"**I need the {lacking[0]} to say what this loan costs**: all that I know is {known}."


def _answer(loan: LoanQuote, pricing: Pricing | None) -> str:
    terms = loan.terms
    return (
        f"A loan of {show_money(terms.amount)} at {show_percent(terms.annual_rate)}{source(pricing)} over "
        f"{show_months(terms.term_months)} costs **{show_money(loan.payment)} a month**. Over its "
        f"whole life you would pay {show_money(loan.total_interest)} in interest, "
        f"{show_money(loan.total_paid)} in all."
    )


def _figures(loan: LoanQuote) -> tuple[Figure, ...]:
    return (
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
            Decimal(loan.number_of_payments),
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
    )
