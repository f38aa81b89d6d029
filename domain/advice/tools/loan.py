"""Tools for one loan: what it costs, its annual percentage rate, paying it off sooner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.tools.arguments import Dollars, Months, Percent
from domain.advice.tools.tool import Computation, Tool, money, months, percent
from domain.loans.amortization import level_payment, quote
from domain.loans.prepayment import Extras, pay_biweekly, prepay
from domain.loans.terms import LoanTerms
from domain.loans.transaction import report_of_level_loan
from domain.money import ZERO, show_money


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan at a fixed rate, repaid monthly."""

    amount: Dollars
    annual_rate: Percent
    term_months: Months

    def terms(self) -> LoanTerms:
        """Return it as the calculators take it. Raises `InvalidInput` naming the field."""
        return LoanTerms(self.amount, self.annual_rate, self.term_months)


def said(terms: LoanTerms) -> str:
    """Return a loan as people say it: "$200,000.00 at 6.5 % over 30 years"."""
    return (
        f"{show_money(terms.amount)} at {show_percent(terms.annual_rate)} over "
        f"{show_months(terms.term_months)}"
    )


def _quote(loan: Loan, on: date) -> Computation:
    del on
    terms = loan.terms()
    cost, basis = quote(terms), f"schedule of {said(terms)}"
    count = Figure(
        "numberOfPayments",
        "Number of payments",
        Decimal(cost.number_of_payments),
        Unit.PAYMENTS,
        basis,
    )
    return Computation(
        (
            money("monthlyPayment", "Monthly payment", cost.payment, basis),
            count,
            money("totalInterest", "Total interest", cost.total_interest, basis),
            money("totalPaid", "Total of payments", cost.total_paid, basis),
        )
    )


@dataclass(frozen=True, slots=True)
class LoanWithFees:
    """A loan and what is paid at closing as part of the finance charge."""

    amount: Dollars
    annual_rate: Percent
    term_months: Months
    fees: Dollars


def _apr(loan: LoanWithFees, on: date) -> Computation:
    del on
    terms = LoanTerms(loan.amount, loan.annual_rate, loan.term_months)
    report = report_of_level_loan(
        amount=loan.amount,
        payment=level_payment(terms),
        payments=loan.term_months,
        prepaid_finance_charge=loan.fees,
    )
    basis = f"Regulation Z, Appendix J, for {said(terms)} with fees of {show_money(loan.fees)}"
    return Computation(
        (
            percent("apr", "Annual percentage rate", report.apr.disclosed, basis),
            money("amountFinanced", "Amount financed", report.amount_financed, basis),
            money("financeCharge", "Finance charge", report.finance_charge, basis),
        )
    )


@dataclass(frozen=True, slots=True)
class FasterLoan:
    """A loan, and what is paid beyond its payment; or half the payment every two weeks."""

    amount: Dollars
    annual_rate: Percent
    term_months: Months
    extra_monthly: Dollars = ZERO
    extra_yearly: Dollars = ZERO
    every_two_weeks: bool = False


def _prepayment(loan: FasterLoan, on: date) -> Computation:
    del on
    terms = LoanTerms(loan.amount, loan.annual_rate, loan.term_months)
    if loan.every_two_weeks:
        faster, how = (
            pay_biweekly(terms, extra=loan.extra_monthly),
            "half a payment every two weeks",
        )
    else:
        faster = prepay(terms, Extras(monthly=loan.extra_monthly, yearly=loan.extra_yearly))
        how = f"{show_money(loan.extra_monthly)} more a month"
        how += f" and {show_money(loan.extra_yearly)} more a year" if loan.extra_yearly else ""
    basis = f"{said(terms)}, paid with {how}, beside the same loan as agreed"
    return Computation(
        (
            months("timeSaved", "Time saved", faster.months_saved, basis),
            money("interestSaved", "Interest saved", faster.interest_saved, basis),
            money("interest", "Total interest then", faster.interest, basis),
        )
    )


LOAN_TOOLS = (
    Tool("loan_quote", "What a loan costs: payment, interest, total.", Loan, _quote),
    Tool("annual_percentage_rate", "The APR of a loan with fees.", LoanWithFees, _apr),
    Tool("prepayment", "What paying more saves in time and interest.", FasterLoan, _prepayment),
)
