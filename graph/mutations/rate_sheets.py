"""Publishing rate sheets."""

from typing import Annotated

import strawberry

from domain.rate_sheets import publish
from graph.context import Info
from graph.permissions import root_field
from graph.types.rate_sheet import (
    PublishRateSheetResult,
    PublishRateSheetSuccess,
    RateSheet,
    RateSheetInput,
)


@strawberry.type
class RateSheetMutations:
    """Publishing rate sheets."""

    @root_field(
        "Publish a rate sheet: from its day on, the rate of a loan whose own is not known is taken from it. "
        "Older sheets stay on file; of several for one product and day the last published counts."
    )
    async def publish_rate_sheet(
        self,
        info: Info,
        sheet: Annotated[RateSheetInput, strawberry.argument(description="The sheet.")],
    ) -> PublishRateSheetResult:
        """Publish a sheet."""
        publication = await publish.publish_rate_sheet(
            sheet.sheet(), info.context.principal, unit_of_work=info.context.unit_of_work
        )
        return PublishRateSheetSuccess(
            sheet=RateSheet.of(publication.filed), created=publication.created
        )
