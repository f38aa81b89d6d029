"""The golden questions."""

import strawberry

from graph.context import Info
from graph.permissions import root_field
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.golden import GoldenQuestion


@strawberry.type
class GoldenQueries:
    """The golden questions."""

    @root_field(
        "The questions that every new index version is asked; one that answers them more than 3 % worse "
        "than the active version is rejected. Newest first."
    )
    async def golden_questions(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[GoldenQuestion]:
        """Return a page of questions."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.golden.page(request)
        return connection(page, request, GoldenQuestion.of, lambda question: question.id)
