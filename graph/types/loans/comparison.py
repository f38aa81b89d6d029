"""Offers side by side."""

from collections.abc import Sequence

import strawberry

from domain.loans import comparison
from domain.loans.adjustable import AdjustableTerms
from domain.loans.terms import LoanTerms
from domain.money import ZERO
from graph.errors import argument
from graph.types.loans.adjustable import RateAdjustmentInput
from graph.types.loans.costs import LoanCostsInput
from graph.types.loans.terms import LoanTermsInput
from graph.types.scalars import Money, Percent


@strawberry.input(description="A loan as a lender offers it, with monthly payments.")
class LoanOfferInput(LoanCostsInput, LoanTermsInput):
    """A loan as a lender offers it."""

    name: str = strawberry.field(description="What to call it, 1 to 100 characters.")
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %; of an adjustable rate the '
        "initial one."
    )
    adjustment: RateAdjustmentInput | None = strawberry.field(
        default=None, description="How the rate adjusts; leave out for a fixed one."
    )
    index: Percent = strawberry.field(
        default=Percent(ZERO),
        description="Where the index of an adjustable rate stands; it is assumed not to move.",
    )

    def offer(self) -> comparison.Offer:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return comparison.Offer(
            name=self.name,
            loan=self._loan(),
            costs=self.closing_costs(),
            index=self.index,
            premiums=self.premiums().series,
        )

    def _loan(self) -> LoanTerms | AdjustableTerms:
        terms = self.terms()
        if self.adjustment is None:
            return terms
        with argument("adjustment"):
            return self.adjustment.applied_to(terms)


@strawberry.type(description="One offer's figures.")
class ComparedOffer:
    """One offer's figures."""

    name: str = strawberry.field(description="What it is called.")
    payment: Money = strawberry.field(description="The first payment, without mortgage insurance.")
    highest_payment: Money = strawberry.field(
        description="The highest payment that an adjustable rate allows; else the payment."
    )
    apr: Percent = strawberry.field(
        description="The annual percentage rate, with three decimals; it assumes that the loan runs to "
        "its end."
    )
    total_interest_percentage: Percent = strawberry.field(
        description="All interest to the end of the term, of the loan amount."
    )
    closing_costs: Money = strawberry.field(description="Fees and prepaid interest.")
    paid: Money = strawberry.field(description="Payments up to the horizon, with insurance.")
    interest: Money = strawberry.field(description="How much of them is interest.")
    principal: Money = strawberry.field(description="How much of them is principal.")
    insurance: Money = strawberry.field(description="How much of them is mortgage insurance.")
    balance: Money = strawberry.field(description="What is owed at the horizon.")
    cost: Money = strawberry.field(
        description="What is gone for good at the horizon: interest, insurance and closing costs."
    )

    @staticmethod
    def of(row: comparison.OfferRow) -> "ComparedOffer":
        """Return a row as clients see it."""
        return ComparedOffer(
            name=row.name,
            payment=Money(row.payment),
            highest_payment=Money(row.highest_payment),
            apr=Percent(row.apr),
            total_interest_percentage=Percent(row.total_interest_percentage),
            closing_costs=Money(row.closing_costs),
            paid=Money(row.paid),
            interest=Money(row.interest),
            principal=Money(row.principal),
            insurance=Money(row.insurance),
            balance=Money(row.balance),
            cost=Money(row.cost),
        )


@strawberry.type(description="Offers side by side, and the best of them by each measure.")
class LoanComparison:
    """Offers side by side."""

    horizon_months: int = strawberry.field(description="After how many payments they are compared.")
    offers: list[ComparedOffer] = strawberry.field(description="The offers in the order given.")
    cheapest: ComparedOffer = strawberry.field(
        description="The one with the lowest cost up to the horizon; of equal ones the first."
    )
    lowest_apr: ComparedOffer = strawberry.field(
        description="The one with the lowest APR; over a short time it need not be the cheapest."
    )
    lowest_payment: ComparedOffer = strawberry.field(
        description="The one with the lowest first payment."
    )

    @staticmethod
    def of(table: comparison.Comparison) -> "LoanComparison":
        """Return a comparison as clients see it."""
        offers = [ComparedOffer.of(row) for row in table.rows]
        return LoanComparison(
            horizon_months=table.horizon_months,
            offers=offers,
            cheapest=offers[table.cheapest],
            lowest_apr=offers[table.lowest_apr],
            lowest_payment=offers[table.lowest_payment],
        )


def compared(offers: Sequence[LoanOfferInput], horizon_months: int) -> comparison.Comparison:
    """Compare the offers of a request. Raises `InvalidInput` naming the argument and its field."""
    taken = []
    for place, offer in enumerate(offers):
        with argument(f"offers[{place}]"):
            taken.append(offer.offer())
    return comparison.compare(taken, horizon_months=horizon_months)
