"""The largest loan that an income bears within FHA's basic guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.advice.advice import Figure, Unit
from domain.advice.show import show_months, show_percent
from domain.advice.topics.case import Case
from domain.loans.affordability import Borrower, largest_loan
from domain.loans.rules.catalogue import OutsideData, RuleVersion, rule
from domain.loans.terms import USUAL_MORTGAGE_TERM
from domain.money import CONTEXT, ZERO, show_money

GUIDE = "fha-ratios"
"""The rule whose basic limits the largest loan keeps: FHA's 31 % and 43 %, known to most lenders."""


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest loan, how it is said, and by which guide; `front` is the guide's limit for housing.

    Where a sheet has several rates the loan is that at the lowest of them, and there are two figures.
    """

    amount: Decimal
    front: Decimal
    figures: tuple[Figure, ...]
    said: str
    assumption: str
    missing: tuple[str, ...] = ()


def largest_within_guide(case: Case, income: Decimal, debts: Decimal) -> Largest | None:
    """Return the largest mortgage at the case's rate and term, or at the rates that a sheet has for it.

    Without a term the usual one is taken, and said. None without any rate, for a loan that no home
    secures, and if no guide is held for the day.
    """
    guide = rule(GUIDE).on(case.on)
    if not case.is_mortgage or isinstance(guide, OutsideData):
        return None
    if case.loan.annual_rate is not None:
        return _at_rate(case, Borrower(income, debts), guide, case.loan.annual_rate)
    return _at_rates_of_sheet(case, Borrower(income, debts), guide)


def _at_rate(case: Case, borrower: Borrower, guide: RuleVersion, rate: Decimal) -> Largest:
    most = _most(case, borrower, guide, rate)
    label = "Largest loan within FHA's basic guide"
    figures, reach = _reach(case, most, most)
    return Largest(
        amount=most,
        front=_limits(guide)[0],
        figures=(_figure("largestLoan", label, most, case, guide), *figures),
        said=(
            f"FHA's basic guide would allow a loan of up to **{show_money(most)}** at "
            f"{show_percent(rate)} over {show_months(_term(case))}.{reach}"
        ),
        assumption=_assumption(guide),
    )


def _at_rates_of_sheet(case: Case, borrower: Borrower, guide: RuleVersion) -> Largest | None:
    """The largest loans at the lowest and the highest rate that a sheet has for what is known."""
    pricing = case.pricing
    if pricing is None or pricing.lowest is None or pricing.highest is None:
        return None
    low, high = pricing.lowest, pricing.highest
    most, least = (_most(case, borrower, guide, rate) for rate in (low, high))
    sheet = "the sample rate sheet (not market rates)" if pricing.sample else "the rate sheet"
    label = "Largest loan within FHA's basic guide, at {}"
    figures, reach = _reach(case, least, most)
    return Largest(
        amount=most,
        front=_limits(guide)[0],
        figures=(
            _figure("largestLoan", label.format(show_percent(low)), most, case, guide),
            _figure("largestLoanLeast", label.format(show_percent(high)), least, case, guide),
            *figures,
        ),
        said=(
            f"FHA's basic guide would allow a loan of **{show_money(least)} to {show_money(most)}** over "
            f"{show_months(_term(case))}: the first at {show_percent(high)}, the second at "
            f"{show_percent(low)}, the highest and the lowest rate of {sheet}.{reach}"
        ),
        assumption=_assumption(guide),
        missing=("the annual rate, or your credit score and the down payment, for one figure",),
    )


def _reach(case: Case, least: Decimal, most: Decimal) -> tuple[tuple[Figure, ...], str]:
    """What the loans buy: the price with what is paid down, or what a known price leaves to pay down."""
    value, down = case.loan.property_value, case.loan.down_payment
    if case.loan.amount is not None or (value is None and down is None):
        return (), ""
    if value is None:
        prices = [CONTEXT.add(loan, down or ZERO) for loan in (least, most)]
        figures = _ends(
            prices, "priceInReach", "Price with the down payment", "loan + down payment"
        )
        return (
            figures,
            f" With {show_money(down or ZERO)} paid down that buys at **{_span(prices)}**.",
        )
    if most >= value:
        return (), f" **By that guide a price of {show_money(value)} is within reach.**"
    gaps = [max(CONTEXT.subtract(value, loan), ZERO) for loan in (most, least)]
    figures = _ends(
        gaps, "neededDownPayment", "Down payment that the price takes", "price less loan"
    )
    return (
        figures,
        f" **At a price of {show_money(value)} you would have to pay down {_span(gaps)}.**",
    )


def _ends(amounts: Sequence[Decimal], key: str, label: str, basis: str) -> tuple[Figure, ...]:
    """The least and the most of an amount; one figure where they are the same."""
    names = (
        ((key, label),)
        if len(set(amounts)) == 1
        else ((key, label), (f"{key}Most", f"{label}, at most"))
    )
    return tuple(
        Figure(name, said, amount, Unit.MONEY, basis)
        for (name, said), amount in zip(names, amounts, strict=False)
    )


def _span(amounts: Sequence[Decimal]) -> str:
    return " to ".join(dict.fromkeys(show_money(amount) for amount in amounts))


def _most(case: Case, borrower: Borrower, guide: RuleVersion, rate: Decimal) -> Decimal:
    front, back = _limits(guide)
    return largest_loan(
        borrower,
        annual_rate=rate,
        term_months=_term(case),
        front_limit=front,
        back_limit=back,
        down_payment=case.loan.down_payment or ZERO,
    ).amount


def _figure(key: str, label: str, most: Decimal, case: Case, guide: RuleVersion) -> Figure:
    front, back = _limits(guide)
    basis = (
        f"largest amount whose payment over {show_months(_term(case))} keeps to {front} % and, with other "
        f"debts, {back} % of income"
    )
    return Figure(key, label, most, Unit.MONEY, basis)


def _assumption(guide: RuleVersion) -> str:
    front, back = _limits(guide)
    return (
        f"The guide is FHA's for manual underwriting, {front} % for housing and {back} % for all "
        f"debts, in force since {guide.effective_from:%B %-d, %Y} (HUD Handbook 4000.1), here without "
        "taxes and insurance; other programs and compensating factors allow more."
    )


def _limits(guide: RuleVersion) -> tuple[Decimal, Decimal]:
    """Return the guide's limits in percent of income: for housing, and for all debts."""
    base = guide.values.table("base")
    return base.number("front"), base.number("back")


def _term(case: Case) -> int:
    return case.loan.term_months or USUAL_MORTGAGE_TERM
