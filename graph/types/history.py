"""One's own answers: found again, in conversations, rated, handed out, erased."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from domain.advice.feedback.rating import Rating
from domain.advice.recording import history as domain
from domain.advice.recording.record import KeptRecord
from domain.errors import InvalidInput
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.advice import Advice, AdviceRating, RecordProof
from graph.types.connection import (
    After,
    Connection,
    OldestFirst,
    connection,
    page_request,
)
from graph.types.errors import NotFoundFailure
from graph.types.fields import computed
from graph.types.node import Node, global_id, uuid_of


@strawberry.input(description="Which answers to list: those for which all that is given holds.")
class AdviceHistoryFilter:
    """Which answers to list."""

    since: datetime | None = strawberry.field(
        default=None, description="Given at this moment or later."
    )
    until: datetime | None = strawberry.field(default=None, description="Given before this moment.")
    conversation_id: strawberry.ID | None = strawberry.field(
        default=None, description="Part of this conversation."
    )
    in_scope: bool | None = strawberry.field(
        default=None, description="Whether there was something to answer from."
    )
    rating: Rating | None = strawberry.field(default=None, description="Rated so by you.")
    words: str | None = strawberry.field(
        default=None,
        description="All of these words are in the question, whatever their endings, 1 to 200 characters. "
        'Very common words ("the") do not count.',
    )

    def wanted(self) -> domain.HistoryFilter:
        """Return it as the repository takes it. Raises `InvalidInput` naming the field."""
        within = self.conversation_id
        return domain.HistoryFilter(
            since=self.since,
            until=self.until,
            conversation_id=None
            if within is None
            else uuid_of("Conversation", within, field="conversationId"),
            in_scope=self.in_scope,
            rating=self.rating,
            words=self.words,
        )


@strawberry.type(description="Questions that belong together, with their answers.")
class Conversation(Node):
    """Questions that belong together."""

    uuid: strawberry.Private[UUID]
    started_at: datetime = strawberry.field(description="When its first answer was recorded.")

    @computed("Its answers, oldest first.")
    async def answers(
        self, info: Info, first: OldestFirst = 20, after: After = None
    ) -> Connection[Advice]:
        """Return a page of its answers."""
        request = page_request(first, after)
        page = await info.context.loaders.answers.load((self.uuid, request))
        return connection(page, request, Advice.of, lambda advice: advice.id)

    @staticmethod
    def of(conversation: domain.Conversation) -> "Conversation":
        """Return a conversation as clients see it."""
        return Conversation(
            id=global_id("Conversation", conversation.id),
            uuid=conversation.id,
            started_at=conversation.started_at,
        )


@strawberry.type(
    description="All that is kept of one answer of yours, in the very form in which it is kept: SHA-256 of "
    "the bytes of `salt` followed by those of `content` in UTF-8 is `proof.commitment`."
)
class ExportedRecord:
    """All that is kept of one answer."""

    id: strawberry.ID = strawberry.field(description="The answer's id.")
    content: str = strawberry.field(
        description="Two lines of JSON: an array of id, user, conversation, idempotency key, time and "
        "whether it was in scope; and the answer with its question, figures and passages."
    )
    salt: str = strawberry.field(description="32 random bytes, in hexadecimal.")
    proof: RecordProof | None = strawberry.field(
        description="Its link in the chain; null if that is missing."
    )
    rating: AdviceRating | None = strawberry.field(
        description="What you thought of it; null if you have not said."
    )

    @staticmethod
    def of(kept: KeptRecord) -> "ExportedRecord":
        """Return a record as its owner sees it."""
        return ExportedRecord(
            id=global_id("Advice", kept.id),
            content=kept.content,
            salt=kept.salt.hex(),
            proof=RecordProof.of(kept),
            rating=None if kept.rating is None else AdviceRating.of(kept.rating),
        )


@strawberry.input(description="What is to be erased.", one_of=True)
class EraseMyAdviceInput:
    """What is to be erased."""

    advice_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="One answer."
    )
    conversation_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="A whole conversation."
    )
    everything: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Every answer of yours: say `true`."
    )

    def erasure(self) -> domain.Erasure:
        """Return it as the use case takes it. Raises `InvalidInput` naming the field."""
        if self.advice_id:
            return domain.Erasure(advice_id=uuid_of("Advice", self.advice_id, field="adviceId"))
        if self.conversation_id:
            identifier = uuid_of("Conversation", self.conversation_id, field="conversationId")
            return domain.Erasure(conversation_id=identifier)
        if self.everything is True:
            return domain.ALL_OF_IT
        raise InvalidInput("say what: an answer, a conversation, or `everything: true`")


@strawberry.type(description="The answers are gone.")
class EraseMyAdviceSuccess:
    """The answers are gone."""

    erased: int = strawberry.field(
        description="How many there were; 0 if they were gone already, or never yours."
    )


@strawberry.type(description="The rating is kept, in place of the one before.")
class RateAdviceSuccess:
    """The rating is kept."""

    rating: AdviceRating = strawberry.field(description="What was said.")


EraseMyAdviceResult = Annotated[
    EraseMyAdviceSuccess,
    strawberry.union("EraseMyAdviceResult", description="What came of erasing answers."),
]
RateAdviceResult = Annotated[
    RateAdviceSuccess | NotFoundFailure,
    strawberry.union("RateAdviceResult", description="What came of rating an answer."),
]
