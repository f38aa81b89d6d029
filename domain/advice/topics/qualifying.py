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
from domain.money import CONTEXT, ZERO, round_cents, show_money, total
from domain.risk.standards import TOTAL_DEBT

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

MOST_DEBT = TOTAL_DEBT.threshold
"""The basic limit that a loan of any kind is held against: FHA's, for all debts."""

COMFORTABLE = Decimal(36)
"""Percent of income: above it many lenders look closer, so an answer says that it is tight."""

HUNDRED = Decimal(100)

WITHOUT_COSTS = (
    "The debt-to-income ratio counts principal and interest of the new loan; taxes, insurance and dues "
    "would add to it."
)


def qualifying(case: Case) -> Finding | None:
    """The ratios of the loan, and how large it could be within the guide."""
    income, debts = case.borrower.gross_monthly_income, case.borrower.monthly_debts
    if income is None:
        return _undecided(case)
    if debts is None:
        return _housing_only(case, income)
    largest = largest_within_guide(case, income, debts)
    if case.quote is not None:
        return _weighed(case, case.quote, income, debts, largest)
    if largest is None:
        return _present(case, income, debts)
    return Finding(
        Topic.QUALIFYING,
        figures=(largest.figure,),
        answer=largest.said,
        option=largest.said,
        assumptions=(largest.assumption,),
    )


def _undecided(case: Case) -> Finding:
    """Without an income: the one that the payment alone would take."""
    missing = tuple(
        f"{what}, for the debt-to-income ratio"
        for what in ("gross monthly income", "other monthly debt payments")
    )
    if case.quote is None:
        return Finding(Topic.QUALIFYING, missing=missing[:1])
    payment = _payment(case, case.quote)
    share = MOST_DEBT.value
    least = round_cents(CONTEXT.divide(CONTEXT.multiply(payment, Decimal(100)), share))
    figure = Figure(
        "leastIncome",
        "Gross monthly income that the payment alone would take",
        least,
        Unit.MONEY,
        f"a payment of {show_money(payment)} is {show_percent(share)} of it, FHA's basic limit for all "
        f"debts ({MOST_DEBT.source})",
    )
    answer = (
        "**I cannot say yet whether you can afford it**: that depends on your income and your other debts. "
        f"For scale, a payment of {show_money(payment)} alone reaches {show_percent(share)} of income, "
        f"FHA's basic limit for all debts, at {show_money(least)} of gross income a month; other debts "
        "call for more."
    )
    return Finding(Topic.QUALIFYING, figures=(figure,), answer=answer, missing=missing)


def _housing_only(case: Case, income: Decimal) -> Finding:
    """Without the other debts: the share of income that the payment alone takes."""
    missing = ("other monthly debt payments, for the debt-to-income ratio",)
    if case.quote is None:
        return Finding(Topic.QUALIFYING, missing=missing)
    share = front_end_dti(housing_payment=_payment(case, case.quote), gross_monthly_income=income)
    figure = Figure(
        "paymentToIncome",
        "Share of income that the payment takes",
        share,
        Unit.PERCENT,
        f"(new payment + other costs) / gross monthly income, beside {show_percent(MOST_DEBT.value)}, "
        f"FHA's basic limit for all debts ({MOST_DEBT.source})",
    )
    over = share > MOST_DEBT.value
    says = (
        "**By the usual guide this is too much**: the payment alone takes"
        if over
        else "**It depends on your other debts**: the payment alone takes"
    )
    answer = (
        f"{says} {show_percent(share)} of your gross income, and FHA's basic limit for all debts together is "
        f"{show_percent(MOST_DEBT.value)}."
    )
    return Finding(
        Topic.QUALIFYING, figures=(figure,), answer=answer, option=answer, missing=missing
    )


def _present(case: Case, income: Decimal, debts: Decimal) -> Finding:
    """Without a loan: what the debts there are take of the income."""
    ratio = back_end_dti(new_payment=ZERO, monthly_debts=debts, gross_monthly_income=income)
    most, limit = MOST_DEBT.value, show_percent(MOST_DEBT.value)
    room = CONTEXT.subtract(
        round_cents(CONTEXT.divide(CONTEXT.multiply(income, most), HUNDRED)), debts
    )
    figures = [
        Figure(
            "debtToIncome",
            "Debt-to-income ratio",
            ratio,
            Unit.PERCENT,
            f"monthly debts / gross monthly income, beside FHA's basic limit of {limit} "
            f"({MOST_DEBT.source})",
        )
    ]
    answer = f"Your debt-to-income ratio (DTI) is **{show_percent(ratio)}**"
    if room > 0:
        figures.append(
            Figure(
                "roomForPayment",
                "Payment that would still fit a month",
                room,
                Unit.MONEY,
                f"{limit} of income less debts",
            )
        )
        answer += (
            f", within FHA's basic limit of {limit}: a new payment of up to {show_money(room)} a month would "
            "still fit, taxes and insurance included."
        )
    else:
        answer += f", which already reaches FHA's basic limit of {limit}: a new loan would be hard to get."
    missing = ("the annual rate and the term, for the largest loan that the income bears",)
    return Finding(
        Topic.QUALIFYING,
        figures=tuple(figures),
        answer=answer,
        option=answer,
        missing=missing,
        assumptions=("Monthly debts are what you owe each month: loans, card minimums, support.",),
    )


def _weighed(
    case: Case, loan: LoanQuote, income: Decimal, debts: Decimal, largest: Largest | None
) -> Finding:
    payment = _payment(case, loan)
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


def _payment(case: Case, loan: LoanQuote) -> Decimal:
    return total((loan.payment, case.loan.other_costs or ZERO))


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
