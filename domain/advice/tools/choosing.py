"""Tools for choosing a loan: offers side by side, refinancing, points, adjustable rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.advice.advice import Figure
from domain.advice.tools.arguments import Dollars, Months, Percent
from domain.advice.tools.loan import said
from domain.advice.tools.tool import Computation, Tool, money, months, percent, some
from domain.errors import InvalidInput
from domain.loans.adjustable import AdjustableTerms, Caps, best_case, worst_case
from domain.loans.comparison import MAX_OFFERS, Offer, OfferRow, compare
from domain.loans.disclosure import ClosingCosts
from domain.loans.refinance import BreakEven, break_even, points_break_even
from domain.loans.terms import LoanTerms
from domain.money import ZERO, show_money


@dataclass(frozen=True, slots=True)
class OneOffer:
    """A fixed-rate offer; the fees are paid at closing and part of the finance charge."""

    name: str
    amount: Dollars
    annual_rate: Percent
    term_months: Months
    fees: Dollars = ZERO


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers, and after how many payments to compare them."""

    offers: list[OneOffer]
    horizon_months: Months = 60


def _compare(given: Offers, on: date) -> Computation:
    del on
    if len(given.offers) > MAX_OFFERS:
        raise InvalidInput(f"compare from 1 to {MAX_OFFERS} offers", field="offers")
    offers = [
        Offer(
            each.name,
            LoanTerms(each.amount, each.annual_rate, each.term_months),
            ClosingCosts(each.fees, each.fees),
        )
        for each in given.offers
    ]
    found = compare(offers, horizon_months=given.horizon_months)
    rows = enumerate(zip(offers, found.rows, strict=True), start=1)
    figures = [figure for number, (offer, row) in rows for figure in _row(number, offer, row)]
    names = [row.name for row in found.rows]
    return Computation(
        tuple(figures),
        (
            f"Cheapest after {found.horizon_months} payments: {names[found.cheapest]}.",
            f"Lowest APR: {names[found.lowest_apr]}.",
            f"Lowest payment: {names[found.lowest_payment]}.",
        ),
    )


def _row(number: int, offer: Offer, row: OfferRow) -> tuple[Figure, ...]:
    assert isinstance(offer.loan, LoanTerms)  # made so above
    basis = f"{said(offer.loan)} with fees of {show_money(row.closing_costs)}"
    key, name = f"offer{number}", row.name
    return (
        money(f"{key}Payment", f"Monthly payment, {name}", row.payment, basis),
        percent(f"{key}Apr", f"Annual percentage rate, {name}", row.apr, basis),
        money(f"{key}Cost", f"Cost up to the horizon, {name}", row.cost, basis),
        money(f"{key}Balance", f"Balance at the horizon, {name}", row.balance, basis),
    )


@dataclass(frozen=True, slots=True)
class Refinancing:
    """What is left of the present loan, and the new one for the same balance."""

    balance: Dollars
    present_rate: Percent
    remaining_months: Months
    new_rate: Percent
    new_term_months: Months
    cost: Dollars


def _refinance(given: Refinancing, on: date) -> Computation:
    del on
    before = LoanTerms(given.balance, given.present_rate, given.remaining_months)
    after = LoanTerms(given.balance, given.new_rate, given.new_term_months)
    found = break_even(before, after, cost=given.cost)
    return _earned_back(found, f"{said(before)} replaced by {said(after)}")


@dataclass(frozen=True, slots=True)
class Points:
    """A loan with and without discount points; a point is 1 % of the loan."""

    amount: Dollars
    term_months: Months
    rate_without: Percent
    rate_with: Percent
    points: Percent


def _points(given: Points, on: date) -> Computation:
    del on
    found = points_break_even(
        amount=given.amount,
        term_months=given.term_months,
        rate_without=given.rate_without,
        rate_with=given.rate_with,
        points=given.points,
    )
    return _earned_back(found, f"{said(found.before)} beside {said(found.after)}")


def _earned_back(found: BreakEven, basis: str) -> Computation:
    true = found.true_months
    return Computation(
        some(
            money("cost", "Cost", found.cost, basis),
            money("monthlySaving", "Monthly saving", found.monthly_saving, basis),
            money("lifetimeSaving", "Total saving over the term", found.lifetime_saving, basis),
            None if true is None else months("breakEven", "Break-even", true, basis),
        ),
        () if true is not None else ("The cost is never earned back.",),
    )


@dataclass(frozen=True, slots=True)
class Adjustable:
    """An adjustable-rate mortgage; caps in percentage points."""

    amount: Dollars
    initial_rate: Percent
    term_months: Months
    fixed_months: Months
    change_every_months: Months
    margin: Percent
    first_cap: Percent
    periodic_cap: Percent
    lifetime_cap: Percent


def _adjustable(given: Adjustable, on: date) -> Computation:
    del on
    terms = AdjustableTerms(
        amount=given.amount,
        initial_rate=given.initial_rate,
        term_months=given.term_months,
        fixed_months=given.fixed_months,
        change_every=given.change_every_months,
        margin=given.margin,
        caps=Caps(given.first_cap, given.periodic_cap, given.lifetime_cap, floor=given.margin),
    )
    worst, best = worst_case(terms), best_case(terms)
    basis = "as the caps allow, with the margin as the lowest rate"
    return Computation(
        (
            money("firstPayment", "Monthly payment at first", worst.steps[0].payment, basis),
            money(
                "highestPayment",
                "Highest monthly payment the caps allow",
                worst.highest_payment.payment,
                basis,
            ),
            percent("highestRate", "Highest rate the caps allow", terms.ceiling, basis),
            money("worstInterest", "Total interest at worst", worst.total_interest, basis),
            money("bestInterest", "Total interest at best", best.total_interest, basis),
        )
    )


CHOOSING_TOOLS = (
    Tool("compare_loans", "Fixed-rate offers side by side.", Offers, _compare),
    Tool("refinance", "Whether and when refinancing pays off.", Refinancing, _refinance),
    Tool("points", "Whether and when discount points pay off.", Points, _points),
    Tool("adjustable_rate", "What an adjustable rate may become.", Adjustable, _adjustable),
)
