"""Calculators for choosing a loan: offers, refinancing, points, adjustable rates."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans.refinance import break_even
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.loans.adjustable import AdjustableRate, RateAdjustmentInput
from graph.types.loans.comparison import LoanComparison, LoanOfferInput, compared
from graph.types.loans.refinancing import BreakEven, PointsInput
from graph.types.loans.terms import LoanTermsInput
from graph.types.scalars import NO_MONEY, Money


@strawberry.type
class OfferQueries:
    """Calculators for choosing a loan."""

    @root_field("Offers side by side, over the time that the borrower means to keep the loan.")
    async def compare_loans(
        self,
        info: Info,
        offers: Annotated[
            list[LoanOfferInput], strawberry.argument(description="The offers, 1 to 10.")
        ],
        horizon_months: Annotated[
            int,
            strawberry.argument(
                description="After how many monthly payments to compare them, 1 to 600."
            ),
        ],
    ) -> LoanComparison:
        """Return the offers side by side."""
        return LoanComparison.of(
            await info.context.compute(lambda: compared(offers, horizon_months))
        )

    @root_field("Whether and when a new loan in place of the present one pays for its cost.")
    async def refinance(
        self,
        info: Info,
        before: Annotated[
            LoanTermsInput,
            strawberry.argument(
                description="The present loan: what is owed, its rate, the payments that remain."
            ),
        ],
        after: Annotated[
            LoanTermsInput,
            strawberry.argument(
                description="The new loan; its amount includes costs that are financed and cash paid out."
            ),
        ],
        cost: Annotated[
            Money, strawberry.argument(description="What the new loan costs to get, paid in cash.")
        ],
        cash_out: Annotated[
            Money, strawberry.argument(description="What the borrower receives in cash.")
        ] = NO_MONEY,
    ) -> BreakEven:
        """Return when refinancing breaks even."""
        with argument("before"):
            present = before.terms()
        with argument("after"):
            new = after.terms()
        return BreakEven.of(
            await info.context.compute(
                lambda: break_even(present, new, cost=cost, cash_out=cash_out)
            )
        )

    @root_field("Whether and when discount points pay for themselves.")
    async def points_break_even(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            PointsInput, strawberry.argument(description="The loan with and without points.")
        ],
    ) -> BreakEven:
        """Return when points break even."""
        with argument("input"):
            return BreakEven.of(await info.context.compute(input.break_even))

    @root_field("What the payments of an adjustable-rate mortgage may become.")
    async def adjustable_rate(
        self,
        loan: Annotated[
            LoanTermsInput, strawberry.argument(description="The loan at its initial rate.")
        ],
        adjustment: Annotated[
            RateAdjustmentInput, strawberry.argument(description="How the rate adjusts.")
        ],
        start_date: Annotated[
            date | None,
            strawberry.argument(
                description="The day interest runs from, 1900 to 2199; with it, payments get due dates."
            ),
        ] = None,
    ) -> AdjustableRate:
        """Return the loan; its paths are computed as they are asked for."""
        return AdjustableRate.of(loan, adjustment, start_date)
