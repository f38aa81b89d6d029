"""Watching an answer being made."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from domain.advice.ask import watch_answer
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.advice import AdviceInput
from graph.types.advice_events import AdviceEvent, advice_event


@strawberry.type
class AdviceSubscriptions:
    """Watching an answer being made."""

    @root_field(
        "Answer a question as the query `advice` does, and tell of each stage, passage, figure and "
        "sentence as it comes. Ending the subscription stops the work, and nothing is recorded."
    )
    async def advice_stream(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            AdviceInput, strawberry.argument(description="The question.")
        ],
        idempotency_key: Annotated[
            str | None,
            strawberry.argument(
                description="1 to 200 characters of your choice, as the query `advice` takes them."
            ),
        ] = None,
    ) -> AsyncGenerator[AdviceEvent, None]:
        """Yield what happens while the answer is made."""
        with argument("input"):
            request = input.request()
            conversation_id = input.conversation()
        async with aclosing(
            watch_answer(
                request,
                info.context.principal,
                info.context.services.adviser,
                conversation_id=conversation_id,
                idempotency_key=idempotency_key,
            )
        ) as events:
            async for event in events:
                yield advice_event(event)
