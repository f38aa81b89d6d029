"""A payment that a question names: the loan that it repays, and what it takes of an income."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.errors import InvalidInput
from domain.loans.amortization import LoanQuote
from domain.loans.ratios import back_end_dti
from domain.loans.solving import amount_for, term_for
from domain.money import CONTEXT, ZERO, round_cents, show_money
from domain.risk.standards import TOTAL_DEBT


def budget(case: Case) -> Finding | None:
    """What may be borrowed for the payment, and whether the income bears it, as far as they are known."""
    payment = case.weighed.payment
    if payment is None or case.weighed.debts.owed:
        return None
    if case.quote is not None:
        return _beside(case.quote, payment)
    loan, share = _solved(case, payment), _share(case, payment)
    if loan is None and share is None:
        missing = ("the annual rate and the term, for the loan that this payment repays",)
        return Finding(Topic.CHOICE, missing=missing)
    parts = [part for part in (share, loan) if part is not None]
    return Finding(
        Topic.CHOICE,
        figures=tuple(part[0] for part in parts),
        answer=" ".join(part[1] for part in parts),
        missing=_missing(case),
        foremost=True,
    )


def _beside(loan: LoanQuote, payment: Decimal) -> Finding:
    """Whether the payment is enough for a loan that is known."""
    gap = CONTEXT.subtract(payment, loan.payment)
    figure = Figure(
        "leftOfPayment",
        "What that leaves a month",
        gap,
        Unit.MONEY,
        f"{show_money(payment)} less the payment of the loan",
    )
    enough = "is enough" if gap >= 0 else "is not enough"
    rest = "left" if gap >= 0 else "short"
    answer = (
        f"**{show_money(payment)} a month {enough}** for this loan: its payment is "
        f"{show_money(loan.payment)}, {show_money(gap.copy_abs())} {rest}. Taxes, insurance and dues are not "
        "in it."
    )
    return Finding(Topic.CHOICE, figures=(figure,), answer=answer, foremost=True)


def _solved(case: Case, payment: Decimal) -> tuple[Figure, str] | None:
    """Of amount and term the one that is not known: what the payment repays, or for how long."""
    rate, amount, months = case.loan.annual_rate, case.loan.amount, case.loan.term_months
    if rate is None or (amount is None) == (months is None):
        return None
    if months is not None:
        return _amount(payment, rate, months)
    return None if amount is None else _time(payment, rate, amount)


def _amount(payment: Decimal, rate: Decimal, months: int) -> tuple[Figure, str]:
    amount = amount_for(payment=payment, annual_rate=rate, payments=months)
    figure = Figure(
        "loanForPayment",
        "Loan that this payment repays",
        amount,
        Unit.MONEY,
        "present value of level payments",
    )
    return figure, (
        f"For {show_money(payment)} a month at {show_percent(rate)} over {show_months(months)} you can "
        f"borrow **{show_money(amount)}**."
    )


def _time(payment: Decimal, rate: Decimal, amount: Decimal) -> tuple[Figure, str] | None:
    """How long a debt takes at that payment; None if longer than any loan runs."""
    interest = round_cents(CONTEXT.divide(CONTEXT.multiply(amount, rate), Decimal(1200)))
    if payment <= interest:
        basis = "amount times annual rate / 12"
        figure = Figure("interestAMonth", "Interest of one month", interest, Unit.MONEY, basis)
        return figure, (
            f"**At {show_money(payment)} a month it is never paid off**: the interest alone is "
            f"{show_money(interest)} a month."
        )
    try:
        months = term_for(amount=amount, annual_rate=rate, payment=payment).payments
    except InvalidInput:
        return None
    figure = Figure(
        "monthsToRepay",
        "Time until it is paid off",
        Decimal(months),
        Unit.MONTHS,
        "level payments until nothing is owed, the last one smaller",
    )
    return figure, (
        f"Paying {show_money(payment)} a month on {show_money(amount)} at {show_percent(rate)}, it is paid "
        f"off after **{show_months(months)}**."
    )


def _share(case: Case, payment: Decimal) -> tuple[Figure, str] | None:
    income, debts = case.borrower.gross_monthly_income, case.borrower.monthly_debts
    if income is None:
        return None
    ratio = back_end_dti(
        new_payment=payment, monthly_debts=debts or ZERO, gross_monthly_income=income
    )
    most = TOTAL_DEBT.threshold
    figure = Figure(
        "paymentToIncome",
        "Share of gross income",
        ratio,
        Unit.PERCENT,
        f"(payment + other debts) / gross monthly income, beside FHA's basic limit of "
        f"{show_percent(most.value)} for all debts ({most.source})",
    )
    what = "That payment alone takes" if debts is None else "With your other debts it takes"
    if ratio > most.value:
        said = "**By the usual guide this is too much**"
    elif debts is None:
        said = "**It depends on your other debts**"
    else:
        said = "**By the usual guide you can afford it**"
    return figure, (
        f"{said}: {what.lower()} {show_percent(ratio)} of your gross income, and FHA's basic limit for all "
        f"debts together is {show_percent(most.value)}."
    )


def _missing(case: Case) -> tuple[str, ...]:
    if case.borrower.gross_monthly_income is not None and case.borrower.monthly_debts is None:
        return (
            "other monthly debt payments, rent or mortgage included, for the debt-to-income ratio",
        )
    return ()
