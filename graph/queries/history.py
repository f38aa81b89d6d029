"""One's own answers, as they are on record."""

from typing import Annotated

import strawberry

from domain.advice.recording import replay as domain
from domain.advice.recording.history import EVERYTHING
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.advice import Advice
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.history import AdviceHistoryFilter, Conversation, ExportedRecord
from graph.types.node import uuid_of
from graph.types.replay import Replay


@strawberry.type
class HistoryQueries:
    """Queries about one's own answers."""

    @root_field("Your own questions with their answers, newest first.")
    async def advice_history(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        filter: Annotated[  # noqa: A002  # the argument's public name
            AdviceHistoryFilter | None,
            strawberry.argument(description="Which ones; all without it."),
        ] = None,
    ) -> Connection[Advice]:
        """Return a page of the caller's own answers."""
        request = page_request(first, after)
        with argument("filter"):
            matching = EVERYTHING if filter is None else filter.wanted()
        user_id = info.context.principal.user_id
        async with info.context.unit_of_work() as work:
            page = await work.advice.page(request, user_id=user_id, matching=matching)
        return connection(page, request, Advice.of, lambda advice: advice.id)

    @root_field("A conversation of yours; null if there is none.")
    async def conversation(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The conversation's id.")
        ],
    ) -> Conversation | None:
        """Return one of the caller's own conversations."""
        identifier = uuid_of("Conversation", id)
        user_id = info.context.principal.user_id
        async with info.context.unit_of_work() as work:
            found = await work.advice.conversation(identifier, user_id=user_id)
        return None if found is None else Conversation.of(found)

    @root_field("Your own conversations, the one that began last first.")
    async def conversations(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[Conversation]:
        """Return a page of the caller's own conversations."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.advice.conversations(request, user_id=info.context.principal.user_id)
        return connection(page, request, Conversation.of, lambda conversation: conversation.id)

    @root_field(
        "An answer of yours, done again from its record by the program of today: figures computed, passages "
        "looked for in the index version of then if that is still kept, text written. Null if there is none."
    )
    async def replay(
        self,
        info: Info,
        advice_id: Annotated[strawberry.ID, strawberry.argument(description="The answer's id.")],
    ) -> Replay | None:
        """Do an answer again."""
        services = info.context.services
        done = await domain.replay(
            uuid_of("Advice", advice_id, field="adviceId"),
            info.context.principal,
            services.adviser,
            version=services.node.at_hand,
        )
        return None if done is None else Replay.of(done)

    @root_field(
        "All that is kept of your answers, newest first, word for word, with what proves it. Page to the end "
        "for all of it."
    )
    async def export_my_data(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[ExportedRecord]:
        """Return a page of the caller's own records."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            page = await work.advice.kept_page(request, user_id=info.context.principal.user_id)
        return connection(page, request, ExportedRecord.of, lambda record: record.id)
