"""Golden questions."""

from datetime import datetime
from typing import Annotated

import strawberry

from domain.indexing import golden as domain
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.errors import ConflictFailure, NotFoundFailure
from graph.types.node import Node, global_id


@strawberry.type(
    description="A question whose answers are known: every new index version is asked it."
)
class GoldenQuestion(Node):
    """A question whose answers are known."""

    question: str = strawberry.field(description="The question.")
    references: list[str] = strawberry.field(
        description="The references of the documents that answer it."
    )
    text_hashes: list[str] = strawberry.field(
        description="The SHA-256 of passages' texts that answer it, in hexadecimal."
    )
    source: domain.GoldenSource = strawberry.field(description="Where it comes from.")
    added_by: strawberry.ID | None = strawberry.field(
        description="Who added it; null for those that ship with the articles."
    )
    created_at: datetime = strawberry.field(description="When it was added.")

    @staticmethod
    def of(question: domain.GoldenQuestion) -> "GoldenQuestion":
        """Return a question as clients see it."""
        draft = question.draft
        return GoldenQuestion(
            id=global_id("GoldenQuestion", question.id),
            question=draft.question,
            references=list(draft.references),
            text_hashes=[each.hex() for each in draft.text_hashes],
            source=draft.source,
            added_by=None if draft.added_by is None else global_id("User", draft.added_by),
            created_at=question.created_at,
        )


@strawberry.type(description="The question is among the golden questions.")
class AddGoldenQuestionSuccess:
    """The question is among the golden questions."""

    golden_question: GoldenQuestion = strawberry.field(description="The question.")


@strawberry.type(description="The question is gone.")
class RemoveGoldenQuestionSuccess:
    """The question is gone."""

    id: strawberry.ID = strawberry.field(description="The id that it had.")


AddGoldenQuestionResult = Annotated[
    AddGoldenQuestionSuccess | ConflictFailure,
    strawberry.union("AddGoldenQuestionResult", description="What came of adding a question."),
]
RemoveGoldenQuestionResult = Annotated[
    RemoveGoldenQuestionSuccess | NotFoundFailure,
    strawberry.union("RemoveGoldenQuestionResult", description="What came of removing a question."),
]
