"""A follow-up's loan beside the one that its conversation was about before."""

from __future__ import annotations

from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case, quote_of
from domain.advice.topics.finding import Finding, Topic
from domain.advice.topics.wording import change
from domain.loans.terms import LoanTerms
from domain.money import CONTEXT, show_money


def changed(case: Case) -> Finding | None:
    """How much more or less the loan costs than before; None unless both are known and differ."""
    before = None if case.before is None else quote_of(case.before)
    now = case.quote
    if before is None or now is None or before.terms == now.terms:
        return None
    payment = CONTEXT.subtract(now.payment, before.payment)
    interest = CONTEXT.subtract(now.total_interest, before.total_interest)
    return Finding(
        Topic.CHANGED,
        figures=(
            _money("paymentBefore", "Monthly payment before", before.payment),
            _money("paymentChange", "Change of the monthly payment", payment),
            _money("interestBefore", "Total interest before", before.total_interest),
            _money("interestChange", "Change of the interest", interest),
        ),
        answer=(
            f"{_new(before.terms, now.terms)} the payment is **{show_money(now.payment)} a month** instead "
            f"of {show_money(before.payment)}, {change(payment)}; the interest comes to "
            f"{show_money(now.total_interest)} instead of {show_money(before.total_interest)}, "
            f"{change(interest)}."
        ),
        foremost=True,
    )


def _new(before: LoanTerms, now: LoanTerms) -> str:
    """Name what is other than before."""
    parts = [
        f"for {show_money(now.amount)}" if now.amount != before.amount else "",
        f"at {show_percent(now.annual_rate)}" if now.annual_rate != before.annual_rate else "",
        f"over {show_months(now.term_months)}" if now.term_months != before.term_months else "",
    ]
    said = " ".join(part for part in parts if part)
    return said[0].upper() + said[1:]


def _money(key: str, label: str, value: Decimal) -> Figure:
    return Figure(key, label, value, Unit.MONEY, "beside the loan of the question before")
