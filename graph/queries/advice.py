"""Asking for advice."""

from typing import Annotated

import strawberry

from domain.advice.ask import ask
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.advice import Advice, AdviceInput


@strawberry.type
class AdviceQueries:
    """Asking for advice."""

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
            conversation_id = input.conversation()
        answer = await ask(
            request,
            info.context.principal,
            info.context.services.adviser,
            conversation_id=conversation_id,
            idempotency_key=idempotency_key,
        )
        return Advice.of(answer)
