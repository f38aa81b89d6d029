"""Whether an income bears the loan: debt-to-income ratios, and the largest loan within a guide."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.affordability import Affordability, Borrower, largest_loan
from domain.loans.amortization import LoanQuote
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.loans.rules.catalogue import OutsideData, rule
from domain.loans.rules.result import Outcome, RuleResult
from domain.money import ZERO, show_money

ASKS = (
    "Can I afford this loan?",
    "Do I qualify for this mortgage?",
    "Am I going to be approved for the loan?",
    "Is my debt-to-income ratio (DTI) too high?",
    "How large a loan can I get with my income?",
    "How much house can I afford?",
    "Is this too much debt for my salary?",
    "Can we manage this house on what we earn?",
)

GUIDE = "fha-ratios"
"""The rule whose basic limits the largest loan keeps: FHA's 31 % and 43 %, known to most lenders."""


def qualifying(case: Case) -> Finding | None:
    """The ratios of the loan, and how large it could be within the guide."""
    income, debts = case.borrower.gross_monthly_income, case.borrower.monthly_debts
    if case.quote is None:
        return None
    if income is None:
        return _needs("gross monthly income, for the debt-to-income ratio")
    if debts is None:
        return _needs("other monthly debt payments, for the debt-to-income ratio")
    return _weighed(case, case.quote, income, debts)


def _needs(missing: str) -> Finding:
    return Finding(Topic.QUALIFYING, missing=(missing,))


def _weighed(case: Case, loan: LoanQuote, income: Decimal, debts: Decimal) -> Finding:
    back = back_end_dti(new_payment=loan.payment, monthly_debts=debts, gross_monthly_income=income)
    figures = [
        Figure(
            "debtToIncome",
            "Debt-to-income ratio",
            back,
            Unit.PERCENT,
            "(new payment + other monthly debts) / gross monthly income",
        )
    ]
    answer = f"With your other debts the loan takes **{show_percent(back)}** of your gross income."
    assumptions = [
        (
            "The debt-to-income ratio counts principal and interest of the new loan; taxes, insurance "
            "and dues would add to it."
        )
    ]
    if case.is_mortgage:
        figures.append(_front(loan, income))
        answer += _within_guide(case, loan, Borrower(income, debts), figures, assumptions)
    return Finding(
        Topic.QUALIFYING,
        figures=tuple(figures),
        answer=answer,
        option=answer,
        assumptions=tuple(assumptions),
        objections=tuple(reason.text for reason in case.assessment.reasons),
        rules=tuple(_rule(result) for result in case.rules),
    )


def _rule(result: RuleResult) -> str:
    """Say whether a rule is kept, by which figures, and where it stands."""
    verdict = "kept" if result.outcome is Outcome.PASS else "not kept"
    since = f", in force since {result.effective_from:%B %-d, %Y}" if result.effective_from else ""
    return f"{rule(result.rule).title}: {verdict}. {result.explanation} ({result.source}{since})."


def _front(loan: LoanQuote, income: Decimal) -> Figure:
    return Figure(
        "housingRatio",
        "Housing ratio",
        front_end_dti(housing_payment=loan.payment, gross_monthly_income=income),
        Unit.PERCENT,
        "principal and interest / gross monthly income",
    )


def _within_guide(
    case: Case,
    loan: LoanQuote,
    borrower: Borrower,
    figures: list[Figure],
    assumptions: list[str],
) -> str:
    """Add the largest loan within the guide, and say it; nothing if no figures are held for the day."""
    guide = rule(GUIDE).on(case.on)
    if isinstance(guide, OutsideData):
        return ""
    base = guide.values.table("base")
    most = largest_loan(
        borrower,
        annual_rate=loan.terms.annual_rate,
        term_months=loan.terms.term_months,
        front_limit=base.number("front"),
        back_limit=base.number("back"),
        down_payment=case.loan.down_payment or ZERO,
    )
    figures.append(_largest(most, base.number("front"), base.number("back")))
    assumptions.append(
        f"The guide is FHA's for manual underwriting, {base.number('front')} % for housing and "
        f"{base.number('back')} % for all debts, in force since {guide.effective_from:%B %-d, %Y} "
        "(HUD Handbook 4000.1); other programs and compensating factors allow more."
    )
    return (
        f" FHA's basic guide would allow a loan of up to {show_money(most.amount)} at this rate and "
        "term."
    )


def _largest(most: Affordability, front: Decimal, back: Decimal) -> Figure:
    return Figure(
        "largestLoan",
        "Largest loan within FHA's basic guide",
        most.amount,
        Unit.MONEY,
        f"largest amount whose payment keeps to {front} % and, with other debts, {back} % of income",
    )
