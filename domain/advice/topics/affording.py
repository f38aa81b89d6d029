"""What can be said of affording a loan while income, debts or the loan itself are not known."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.affordability import USUAL_FRONT_LIMIT
from domain.loans.amortization import LoanQuote
from domain.loans.ratios import back_end_dti, front_end_dti
from domain.money import CONTEXT, ZERO, round_cents, show_money, total
from domain.risk.standards import TOTAL_DEBT

MOST_DEBT = TOTAL_DEBT.threshold
"""The basic limit that a loan of any kind is held against: FHA's, for all debts."""

HUNDRED = Decimal(100)


def payment_of(case: Case, loan: LoanQuote) -> Decimal:
    """Return what the loan and the other costs of a home come to a month."""
    return total((loan.payment, case.loan.other_costs or ZERO))


def without_income(case: Case) -> Finding:
    """Without an income: the one that the payment alone would take."""
    missing = tuple(
        f"{what}, for the debt-to-income ratio"
        for what in ("gross monthly income", "other monthly debt payments")
    )
    if case.quote is None:
        return Finding(Topic.QUALIFYING, missing=missing[:1])
    payment = payment_of(case, case.quote)
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


def without_debts(case: Case, income: Decimal) -> Finding:
    """Without the other debts: what the income leaves room for, or the share that the payment takes."""
    missing = ("other monthly debt payments, for the debt-to-income ratio",)
    if case.quote is None:
        return _room(income, missing)
    share = front_end_dti(housing_payment=payment_of(case, case.quote), gross_monthly_income=income)
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


def without_loan(case: Case, income: Decimal, debts: Decimal) -> Finding:
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


def _room(income: Decimal, missing: tuple[str, ...]) -> Finding:
    """Without a loan either: what the rule of thumb leaves for housing."""
    share = show_percent(USUAL_FRONT_LIMIT)
    most = round_cents(CONTEXT.divide(CONTEXT.multiply(income, USUAL_FRONT_LIMIT), HUNDRED))
    figure = Figure(
        "housingBudget",
        "Housing budget a month by the rule of thumb",
        most,
        Unit.MONEY,
        f"{share} of a gross monthly income of {show_money(income)}",
    )
    answer = (
        f"By the old rule of thumb, {share} of gross income for housing, a gross income of "
        f"{show_money(income)} a month leaves **{show_money(most)} a month** for principal, interest, taxes "
        "and insurance together. Whether that buys the home depends on the rate, the term, what you pay down "
        "and your other debts."
    )
    needs = ("the annual rate and the term, for the loan that this repays", *missing)
    return Finding(Topic.QUALIFYING, figures=(figure,), answer=answer, missing=needs)
