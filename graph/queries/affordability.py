"""Which home an income bears, and whether to buy one."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.affordability import Affordability, AffordabilityInput
from graph.types.rent_or_buy import RentOrBuy, RentOrBuyInput


@strawberry.type
class AffordabilityQueries:
    """Calculators for whoever looks for a home."""

    @root_field(
        "The largest loan and price that an income bears, which limit binds, and how a home in mind "
        "compares."
    )
    async def affordability(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            AffordabilityInput, strawberry.argument(description="Income, debts and financing.")
        ],
    ) -> Affordability:
        """Return what can be afforded."""
        with argument("input"):
            return Affordability.of(await info.context.compute(input.budgets))

    @root_field("Renting beside buying, year by year, with the year from which buying is ahead.")
    async def rent_or_buy(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            RentOrBuyInput, strawberry.argument(description="The home and the rent.")
        ],
    ) -> RentOrBuy:
        """Return both ways year by year."""
        with argument("input"):
            return RentOrBuy.of(await info.context.compute(input.compare))
