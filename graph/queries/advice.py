"""Asking for advice, and the answers given so far."""

from typing import Annotated

import strawberry

from domain.advice.ask import ask
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.advice import Advice, AdviceInput
from graph.types.connection import After, Connection, First, connection, page_request


@strawberry.type
class AdviceQueries:
    """Queries about advice."""

    @root_field(
        "Answer a question about a loan, and put the answer on record. Every number is computed or "
        "cited. It must be sent by POST."
    )
    async def advice(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            AdviceInput, strawberry.argument(description="The question.")
        ],
        idempotency_key: Annotated[
            str | None,
            strawberry.argument(
                description="1 to 200 characters of your choice. Sent again with the same question, "
                "it brings the answer recorded under it instead of another."
            ),
        ] = None,
    ) -> Advice:
        """Answer a question."""
        with argument("input"):
            request = input.request()
        answer = await ask(
            request,
            info.context.principal,
            info.context.services.adviser,
            idempotency_key=idempotency_key,
        )
        return Advice.of(answer)

    @root_field("Your own questions with their answers, newest first.")
    async def advice_history(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[Advice]:
        """Return a page of the caller's own answers."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.advice.page(request, user_id=info.context.principal.user_id)
        return connection(page, request, Advice.of, lambda advice: advice.id)
