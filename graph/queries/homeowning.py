"""What goes with a mortgage: its insurance and its escrow account."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.escrow import Escrow, EscrowInput
from graph.types.mortgage_insurance import MortgageInsurance, MortgageInsuranceInput


@strawberry.type
class HomeowningQueries:
    """Calculators for whoever has a mortgage."""

    @root_field("What private mortgage insurance costs, and when it can and must end.")
    async def mortgage_insurance(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            MortgageInsuranceInput, strawberry.argument(description="The loan and its premium.")
        ],
    ) -> MortgageInsurance:
        """Return premium, ends and totals."""
        with argument("input"):
            return MortgageInsurance.of(await info.context.compute(input.plan))

    @root_field("What an escrow account may require at most, and how an account stands.")
    async def escrow(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            EscrowInput, strawberry.argument(description="The year's bills.")
        ],
    ) -> Escrow:
        """Return analysis and standing."""
        with argument("input"):
            return Escrow.of(await info.context.compute(input.review))
