"""Calculators."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.loan import LoanQuote, LoanQuoteInput


@strawberry.type
class LoanQueries:
    """Calculators."""

    @root_field("What a loan costs: payment, totals and the whole schedule, to the cent.")
    async def loan_quote(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            LoanQuoteInput, strawberry.argument(description="The loan.")
        ],
    ) -> LoanQuote:
        """Return what a loan costs."""
        with argument("input"):
            return LoanQuote.of(await info.context.compute(input.quote))
