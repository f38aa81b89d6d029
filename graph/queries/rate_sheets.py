"""Rate sheets."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.permissions import root_field
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.rate_sheet import RateProductInput, RateSheet


@strawberry.type
class RateSheetQueries:
    """Queries about rate sheets."""

    @root_field("All published rate sheets, the last published first; samples are not among them.")
    async def rate_sheets(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[RateSheet]:
        """Return a page of sheets."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.rate_sheets.page(request)
        return connection(page, request, RateSheet.of, lambda filed: filed.id)

    @root_field(
        "The rate sheet that answers take rates from today (UTC): the newest that was published, or else "
        "the sample; null if there is none."
    )
    async def active_rate_sheet(
        self,
        info: Info,
        product: Annotated[
            RateProductInput, strawberry.argument(description="What the rates are for.")
        ],
    ) -> RateSheet | None:
        """Return the sheet in effect."""
        services = info.context.services
        today = services.clock.now().date()
        filed = await services.adviser.sheets.active(product.product(), on=today)
        return None if filed is None else RateSheet.of(filed)
