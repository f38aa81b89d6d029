"""A dealer's low rate, or the rebate with a loan from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_percent
from domain.advice.topics.case import Case, quote_of
from domain.advice.topics.finding import Finding, Topic
from domain.loans.amortization import LoanQuote
from domain.loans.disclosure import ClosingCosts, disclose
from domain.money import CONTEXT, show_money


def rebate(case: Case) -> Finding | None:
    """What each way costs in all, and the rate elsewhere from which on the low rate is the better.

    To forgo a rebate for a low rate is to pay it as the price of that rate, so the loan's APR with the
    rebate as a finance charge (Regulation Z, Appendix J) is the rate at which both ways cost the same.
    """
    off, rates = case.weighed.rebate, _rates(case)
    if off is None or not rates:
        return None
    dealer = quote_of(replace(case.loan, annual_rate=rates[0]))
    if dealer is None or off >= dealer.terms.amount:
        return Finding(
            Topic.CHOICE,
            missing=("the price and the term in months, to compare rate and rebate",),
            foremost=True,
        )
    even = disclose(dealer.schedule, costs=ClosingCosts(off, off)).apr.disclosed
    left = CONTEXT.subtract(dealer.terms.amount, off)
    bank = quote_of(replace(case.loan, amount=left, annual_rate=rates[1])) if rates[1:] else None
    ways = _both(dealer, bank) if bank is not None else ()
    threshold = (
        f"Giving up the rebate of {show_money(off)} for {show_percent(rates[0])} is like borrowing "
        f"{show_money(left)} at **{show_percent(even)}**: take the rebate if another lender's APR is below "
        "that, the dealer's rate if it is not."
    )
    return Finding(
        Topic.CHOICE,
        figures=(*_figures(dealer, even, left), *_bank_figures(dealer, bank)),
        answer=" ".join([*ways, threshold, _costs("With the dealer's rate", dealer)]),
        missing=()
        if bank is not None
        else ("the rate another lender offers, to compare both ways",),
        assumptions=("The rebate lowers the amount that is borrowed, and the term is the same.",),
        checks=("Ask the dealer whether the rebate is really lost with the low rate.",),
        foremost=True,
    )


def _rates(case: Case) -> list[Decimal]:
    """The rates in question, the dealer's first."""
    offers = [each.annual_rate for each in case.weighed.offers if each.annual_rate is not None]
    known = (
        [] if case.loan.annual_rate is None or case.pricing_gave_rate else [case.loan.annual_rate]
    )
    return sorted(offers or known)


def _both(dealer: LoanQuote, bank: LoanQuote) -> tuple[str, ...]:
    gap = CONTEXT.subtract(bank.total_paid, dealer.total_paid)
    better = "The dealer's rate is cheaper" if gap > 0 else "The rebate is cheaper"
    rate = show_percent(bank.terms.annual_rate)
    return (
        f"**{better}**, by {show_money(gap.copy_abs())} in all.",
        _costs(f"With the rebate and {rate} elsewhere", bank),
    )


def _costs(way: str, loan: LoanQuote) -> str:
    return (
        f"{way} you pay {show_money(loan.payment)} a month, {show_money(loan.total_paid)} in all."
    )


def _figures(dealer: LoanQuote, even: Decimal, left: Decimal) -> tuple[Figure, ...]:
    basis = "level payments at the dealer's rate"
    return (
        Figure(
            "dealerPayment", "Monthly payment, dealer's rate", dealer.payment, Unit.MONEY, basis
        ),
        Figure("dealerPaid", "Paid in all, dealer's rate", dealer.total_paid, Unit.MONEY, basis),
        Figure("leftToBorrow", "Borrowed after the rebate", left, Unit.MONEY, "amount less rebate"),
        Figure(
            "evenRate",
            "Rate at which both cost the same",
            even,
            Unit.PERCENT,
            "APR with the rebate as finance charge (Regulation Z, Appendix J)",
        ),
    )


def _bank_figures(dealer: LoanQuote, bank: LoanQuote | None) -> tuple[Figure, ...]:
    if bank is None:
        return ()
    basis = "level payments on what is left after the rebate"
    return (
        Figure("rebatePayment", "Monthly payment with the rebate", bank.payment, Unit.MONEY, basis),
        Figure("rebatePaid", "Paid in all with the rebate", bank.total_paid, Unit.MONEY, basis),
        Figure(
            "rebateDifference",
            "Difference in all",
            CONTEXT.subtract(bank.total_paid, dealer.total_paid),
            Unit.MONEY,
            "with the rebate less with the dealer's rate",
        ),
    )
