"""Up to ten offers in one table, over the time that the borrower means to keep the loan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.adjustable import AdjustableTerms, path_of_index, worst_case
from domain.loans.amortization import schedule
from domain.loans.cumulative import paid_between
from domain.loans.disclosure import NO_CLOSING_COSTS, ClosingCosts, disclose
from domain.loans.terms import MAX_TERM_MONTHS, Instalment, LoanTerms, require_name
from domain.money import CONTEXT, ZERO, total

MAX_OFFERS = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """A loan as a lender offers it.

    index: what the index of an adjustable rate stands at, in percent; it is assumed not to move.
    premiums: mortgage insurance due with the first, second, … payment, in dollars.

    Raises InvalidInput ("name"), and ("fees") if what is paid beforehand leaves nothing of the loan.
    """

    name: str
    loan: LoanTerms | AdjustableTerms
    costs: ClosingCosts = NO_CLOSING_COSTS
    index: Decimal = ZERO
    premiums: tuple[Decimal, ...] = ()

    def __post_init__(self) -> None:
        require_name(self.name)
        if self.costs.prepaid_finance_charge >= self.loan.amount:
            raise InvalidInput("what is paid beforehand leaves nothing of the loan", field="fees")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer's figures; dollars to the cent, apr in percent with three decimals.

    payment: the first; highest_payment: the worst that an adjustable rate allows.
    paid, interest, principal, insurance: of the payments up to the horizon.
    balance: owed at the horizon.
    cost: what is then gone for good: interest, insurance and closing costs.
    """

    name: str
    payment: Decimal
    highest_payment: Decimal
    apr: Decimal
    closing_costs: Decimal
    paid: Decimal
    interest: Decimal
    principal: Decimal
    insurance: Decimal
    balance: Decimal
    cost: Decimal
    total_interest_percentage: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """The offers in the order given, and the places (from 0) of the best by each measure.

    Ties go to the first. The cheapest over the horizon need not have the lowest APR, which assumes
    that the loan runs to its end.
    """

    horizon_months: int
    rows: tuple[OfferRow, ...]
    cheapest: int
    lowest_apr: int
    lowest_payment: int


def compare(offers: Sequence[Offer], *, horizon_months: int) -> Comparison:
    """The offers side by side after `horizon_months` payments, or fewer where a loan ends sooner.

    Raises InvalidInput ("offers") for none or more than ten, ("horizonMonths") outside 1 to 600.
    """
    if not 1 <= len(offers) <= MAX_OFFERS:
        raise InvalidInput(f"compare from 1 to {MAX_OFFERS} offers", field="offers")
    if not 1 <= horizon_months <= MAX_TERM_MONTHS:
        raise InvalidInput(
            f"horizonMonths must be from 1 to {MAX_TERM_MONTHS}", field="horizonMonths"
        )
    rows = tuple(_row(offer, horizon_months) for offer in offers)
    places = range(len(rows))
    return Comparison(
        horizon_months=horizon_months,
        rows=rows,
        cheapest=min(places, key=lambda place: rows[place].cost),
        lowest_apr=min(places, key=lambda place: rows[place].apr),
        lowest_payment=min(places, key=lambda place: rows[place].payment),
    )


def _row(offer: Offer, horizon_months: int) -> OfferRow:
    rows = _schedule(offer)
    disclosed = disclose(rows, costs=offer.costs, premiums=offer.premiums)
    last = min(horizon_months, len(rows))
    so_far = paid_between(rows, 1, last)
    insurance = total(offer.premiums[:last])
    closing = total((offer.costs.loan_costs, offer.costs.prepaid_interest))
    return OfferRow(
        name=offer.name,
        payment=rows[0].payment,
        highest_payment=_highest(offer, rows),
        apr=disclosed.apr.disclosed,
        closing_costs=closing,
        paid=CONTEXT.add(so_far.paid, insurance),
        interest=so_far.interest,
        principal=so_far.principal,
        insurance=insurance,
        balance=rows[last - 1].balance,
        cost=total((so_far.interest, insurance, closing)),
        total_interest_percentage=disclosed.total_interest_percentage,
    )


def _schedule(offer: Offer) -> tuple[Instalment, ...]:
    if isinstance(offer.loan, LoanTerms):
        return schedule(offer.loan)
    return path_of_index(offer.loan, [offer.index]).schedule


def _highest(offer: Offer, rows: Sequence[Instalment]) -> Decimal:
    if isinstance(offer.loan, LoanTerms):
        return rows[0].payment
    return worst_case(offer.loan).highest_payment.payment
