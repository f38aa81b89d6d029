"""Whether an income bears the loan: debt-to-income ratios, and the largest loan within a guide."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.largest_loan import Largest, largest_within_guide
from domain.loans.amortization import LoanQuote
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.loans.rules.catalogue import rule
from domain.loans.rules.result import Outcome, RuleResult
from domain.money import ZERO, total

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

WITHOUT_COSTS = (
    "The debt-to-income ratio counts principal and interest of the new loan; taxes, insurance and dues "
    "would add to it."
)


def qualifying(case: Case) -> Finding | None:
    """The ratios of the loan, and how large it could be within the guide."""
    income, debts = case.borrower.gross_monthly_income, case.borrower.monthly_debts
    if income is None:
        return _needs("gross monthly income, for the debt-to-income ratio")
    if debts is None:
        return _needs("other monthly debt payments, for the debt-to-income ratio")
    largest = largest_within_guide(case, income, debts)
    if case.quote is not None:
        return _weighed(case, case.quote, income, debts, largest)
    if largest is None:
        return _needs("the annual rate and the term, for the largest loan that the income bears")
    return Finding(
        Topic.QUALIFYING,
        figures=(largest.figure,),
        answer=largest.said,
        option=largest.said,
        assumptions=(largest.assumption,),
    )


def _needs(missing: str) -> Finding:
    return Finding(Topic.QUALIFYING, missing=(missing,))


def _weighed(
    case: Case, loan: LoanQuote, income: Decimal, debts: Decimal, largest: Largest | None
) -> Finding:
    payment = total((loan.payment, case.loan.other_costs or ZERO))
    back = back_end_dti(new_payment=payment, monthly_debts=debts, gross_monthly_income=income)
    figures = [
        Figure(
            "debtToIncome",
            "Debt-to-income ratio",
            back,
            Unit.PERCENT,
            "(new payment + other costs + other monthly debts) / gross monthly income",
        )
    ]
    if case.is_mortgage:
        figures.append(_front(payment, income))
    answer = f"With your other debts the loan takes **{show_percent(back)}** of your gross income."
    assumptions = [] if case.loan.other_costs is not None else [WITHOUT_COSTS]
    if largest is not None:
        figures.append(largest.figure)
        answer = f"{answer} {largest.said}"
        assumptions.append(largest.assumption)
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


def _front(payment: Decimal, income: Decimal) -> Figure:
    return Figure(
        "housingRatio",
        "Housing ratio",
        front_end_dti(housing_payment=payment, gross_monthly_income=income),
        Unit.PERCENT,
        "(new payment + other costs) / gross monthly income",
    )
