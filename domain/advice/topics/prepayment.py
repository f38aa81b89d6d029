"""Paying more than is due: what it saves in time and in interest."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic
from domain.loans.amortization import LoanQuote
from domain.loans.prepayment import Extras, Prepayment, pay_biweekly, prepay
from domain.money import CONTEXT, round_cents, show_money

ASKS = (
    "Should I make extra payments?",
    "Should I put an extra 100 dollars toward the mortgage each month?",
    "How much do I save if I pay off my loan early?",
    "Is it worth paying more than the minimum each month?",
    "What if I pay every two weeks instead of monthly?",
    "How can I get rid of my mortgage sooner?",
    "I got a bonus: should I use it to pay down the loan?",
    "Should I pay down the mortgage or save the money?",
)

CHECKS = (
    "Ask the servicer whether there is a prepayment penalty, and how to mark extra payments as principal.",
)

SHORTEST_TERM = 24
"""Months below which paying early saves too little to be worth a calculation nobody asked for."""


def prepayment(case: Case) -> Finding | None:
    """What the extra payment given, or else a thirteenth payment a year, saves."""
    once = case.weighed.lump_sum
    if case.quote is not None and once is not None:
        return _at_once(case.quote, once)
    given = case.loan.extra_monthly_payment
    if case.quote is None or (not given and case.quote.terms.term_months < SHORTEST_TERM):
        return None
    extra = given or _thirteenth(case.quote.payment)
    with_extra = prepay(case.quote.terms, Extras(monthly=extra))
    biweekly = pay_biweekly(case.quote.terms)
    what = "" if given else ", one more payment a year,"
    more = f"{show_money(extra)} more a month"
    return Finding(
        Topic.PREPAYMENT,
        figures=(
            Figure(
                "extraMonthlyPayment", "Extra monthly payment", extra, Unit.MONEY, _basis(given)
            ),
            *_figures("extra", "with the extra payment", with_extra),
            *_figures("biweekly", "paying half every two weeks", biweekly),
        ),
        answer=(
            f"Paying **{more}**{what} would {_saves(with_extra)}. Paying half the payment every two "
            f"weeks would {_saves(biweekly)}."
        ),
        option=f"Pay {more}{what.rstrip(',')}: it would {_saves(with_extra)}.",
        assumptions=(
            "Extra payments go to principal when they arrive, and there is no prepayment penalty.",
        ),
        checks=CHECKS,
        foremost=bool(given),
    )


def _at_once(loan: LoanQuote, once: Decimal) -> Finding:
    """What a sum paid with the next payment saves."""
    if once >= loan.terms.amount:
        interest = show_money(loan.total_interest)
        answer = f"**It would pay the whole loan off**, and save {interest} of interest."
        return Finding(Topic.PREPAYMENT, answer=answer, checks=CHECKS)
    saved = prepay(loan.terms, Extras(one_off={1: once}))
    answer = (
        f"Paying **{show_money(once)}** at once would {_saves(saved)}. Keep enough in reserve for "
        "emergencies first, and pay off debts at higher rates before this one."
    )
    return Finding(
        Topic.PREPAYMENT,
        figures=(
            Figure("lumpSum", "Paid at once", once, Unit.MONEY, "as given, with the next payment"),
            *_figures("lumpSum", "with the sum paid at once", saved),
        ),
        answer=answer,
        option=answer,
        assumptions=("The payment stays as it is, so the loan ends sooner; there is no penalty.",),
        checks=CHECKS,
        foremost=True,
    )


def _thirteenth(payment: Decimal) -> Decimal:
    """A twelfth of the payment, rounded up to whole dollars."""
    twelfth = CONTEXT.divide(payment, Decimal(12))
    return round_cents(twelfth.to_integral_value(ROUND_CEILING))


def _basis(given: Decimal | None) -> str:
    return "as given" if given else "a twelfth of the payment, rounded up to whole dollars"


def _saves(saved: Prepayment) -> str:
    interest = f"save {show_money(saved.interest_saved)} of interest"
    if saved.months_saved <= 0:
        return interest
    return f"end the loan {show_months(saved.months_saved)} sooner and {interest}"


def _figures(key: str, how: str, saved: Prepayment) -> tuple[Figure, ...]:
    return (
        Figure(
            f"{key}MonthsSaved",
            f"Time saved {how}",
            Decimal(saved.months_saved),
            Unit.MONTHS,
            "payments as agreed less payments until nothing is owed",
        ),
        Figure(
            f"{key}InterestSaved",
            f"Interest saved {how}",
            saved.interest_saved,
            Unit.MONEY,
            "interest as agreed less interest of the faster schedule",
        ),
    )
