"""The annual percentage rate: what a loan costs a year, with the fees that are part of its price."""

from __future__ import annotations

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.disclosure import ClosingCosts, Disclosure, disclose
from domain.money import show_money

ASKS = (
    "What is the APR of this loan?",
    "Why is the APR higher than the interest rate?",
    "Are the lender's fees worth it?",
    "What is the difference between the rate and the annual percentage rate?",
    "How do the closing costs change what the loan really costs?",
    "What is the real yearly cost with the origination fee?",
    "They charge fees for this loan: what does that make it cost?",
)


def annual_percentage_rate(case: Case) -> Finding | None:
    """The APR by Regulation Z, Appendix J, and the figures disclosed with it."""
    if case.quote is None:
        return None
    if case.loan.fees is None:
        missing = "the fees paid at closing, for the annual percentage rate (APR)"
        return Finding(Topic.APR, missing=(missing,))
    costs = ClosingCosts(loan_costs=case.loan.fees, finance_charges=case.loan.fees)
    disclosed = disclose(case.quote.schedule, costs=costs)
    apr = disclosed.apr.disclosed
    rate, fees = show_percent(case.quote.terms.annual_rate), show_money(case.loan.fees)
    answer = (
        f"Its annual percentage rate is **{show_percent(apr)}**: the rate of {rate} with the fees of "
        f"{fees} spread over the term. The finance charge, interest and fees together, is "
        f"{show_money(disclosed.finance_charge)}."
    )
    return Finding(
        Topic.APR,
        figures=_figures(disclosed),
        answer=answer,
        option=f"Compare offers by APR: with its fees this one comes to {show_percent(apr)}.",
        assumptions=(
            (
                f"All fees of {fees} are finance charges, paid in cash at closing; the APR assumes that "
                "the loan runs to its end."
            ),
        ),
    )


def _figures(disclosed: Disclosure) -> tuple[Figure, ...]:
    return (
        Figure(
            "apr",
            "Annual percentage rate",
            disclosed.apr.disclosed,
            Unit.PERCENT,
            "Regulation Z, Appendix J",
        ),
        Figure(
            "financeCharge",
            "Finance charge",
            disclosed.finance_charge,
            Unit.MONEY,
            "interest and fees (12 CFR 1026.4)",
        ),
        Figure(
            "amountFinanced",
            "Amount financed",
            disclosed.amount_financed,
            Unit.MONEY,
            "loan amount less prepaid finance charge (12 CFR 1026.18(b))",
        ),
        Figure(
            "totalInterestPercentage",
            "Total interest percentage",
            disclosed.total_interest_percentage,
            Unit.PERCENT,
            "total interest / loan amount (12 CFR 1026.37(l)(3))",
        ),
    )
