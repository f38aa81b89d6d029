"""Whether an income bears the loan: debt-to-income ratios, and the largest loan within a guide."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.affording import (
    MOST_DEBT,
    payment_of,
    without_debts,
    without_income,
    without_loan,
)
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.largest_loan import Largest, largest_within_guide
from domain.advice.topics.needed_income import needed_income
from domain.loans.amortization import LoanQuote
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.loans.rules.catalogue import rule
from domain.loans.rules.result import Outcome, RuleResult
from domain.money import show_money

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

COMFORTABLE = Decimal(36)
"""Percent of income: above it many lenders look closer, so an answer says that it is tight."""

WITHOUT_COSTS = (
    "The debt-to-income ratio counts principal and interest of the new loan; taxes, insurance and dues "
    "would add to it."
)


def qualifying(case: Case) -> Finding | None:
    """The ratios of the loan, and how large it could be within the guide."""
    income, debts = case.borrower.gross_monthly_income, case.borrower.monthly_debts
    if income is None:
        return needed_income(case) or without_income(case)
    if debts is None:
        return without_debts(case, income)
    largest = largest_within_guide(case, income, debts)
    if case.quote is not None:
        return _weighed(case, case.quote, income, debts, largest)
    if largest is None:
        return without_loan(case, income, debts)
    return Finding(
        Topic.QUALIFYING,
        figures=largest.figures,
        answer=f"{_within(case.loan.amount, largest.amount)}{largest.said}",
        option=largest.said,
        missing=largest.missing,
        assumptions=(largest.assumption,),
    )


def _weighed(
    case: Case, loan: LoanQuote, income: Decimal, debts: Decimal, largest: Largest | None
) -> Finding:
    payment = payment_of(case, loan)
    most = MOST_DEBT.value
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
    front = _front(payment, income) if case.is_mortgage else None
    if front is not None:
        figures.append(front)
    figures.append(
        Figure(
            "guideForDebts", "FHA's basic limit for all debts", most, Unit.PERCENT, MOST_DEBT.source
        )
    )
    housing = (
        "" if front is None or largest is None else _too_much_housing(front.value, largest.front)
    )
    answer = (
        f"{_verdict(back, most, housing)} with your other debts the loan takes **{show_percent(back)}** of "
        f"your gross income, and FHA's basic limit for all debts is {show_percent(most)}."
    )
    assumptions = [] if case.loan.other_costs is not None else [WITHOUT_COSTS]
    if largest is not None:
        figures.extend(largest.figures)
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


def _within(amount: Decimal | None, most: Decimal) -> str:
    """The answer in one sentence, where an amount is known but not the payment."""
    if amount is None:
        return ""
    if amount > most:
        return f"**By the usual guide {show_money(amount)} is too much.** "
    return (
        f"**By the usual guide you can afford {show_money(amount)}**, taxes and insurance aside. "
    )


def _too_much_housing(share: Decimal, most: Decimal) -> str:
    if share <= most:
        return ""
    return (
        f"the payment alone takes {show_percent(share)} of your gross income, more than FHA's basic "
        f"{show_percent(most)} for housing;"
    )


def _verdict(ratio: Decimal, most: Decimal, housing: str) -> str:
    """The answer in one phrase, hedged as a guide deserves: a lender looks at more than ratios."""
    if ratio > most or housing:
        return f"**By the usual guide this is too much**: {housing}".rstrip()
    if ratio > COMFORTABLE:
        return "**It fits the usual guide, but it is tight**:"
    return "**By the usual guide you can afford it**:"


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
