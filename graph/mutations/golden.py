"""Adding to the golden questions and taking from them."""

from typing import Annotated

import strawberry

from domain.indexing import golden_set
from graph.context import Info
from graph.permissions import root_field
from graph.types.golden import (
    AddGoldenQuestionResult,
    AddGoldenQuestionSuccess,
    GoldenQuestion,
    RemoveGoldenQuestionResult,
    RemoveGoldenQuestionSuccess,
)
from graph.types.node import uuid_of


@strawberry.type
class GoldenMutations:
    """Adding to the golden questions and taking from them."""

    @root_field(
        "Have every new index version asked a question. Name 1 to 50 documents or passages that answer it; "
        "one that is not there is refused."
    )
    async def add_golden_question(
        self,
        info: Info,
        question: Annotated[
            str, strawberry.argument(description="The question, 3 to 2,000 characters.")
        ],
        references: Annotated[
            list[str],
            strawberry.argument(description="References of public documents that answer it."),
        ] = [],  # noqa: B006  # a default value of the schema
        text_hashes: Annotated[
            list[str],
            strawberry.argument(
                description="The SHA-256 of passages' texts that answer it, in hexadecimal: for "
                "documents without a reference."
            ),
        ] = [],  # noqa: B006  # a default value of the schema
    ) -> AddGoldenQuestionResult:
        """Add a question."""
        principal = info.context.principal
        draft = golden_set.golden_draft(question, references, text_hashes, principal.user_id)
        added = await golden_set.add_golden_question(
            draft, principal, unit_of_work=info.context.unit_of_work
        )
        return AddGoldenQuestionSuccess(golden_question=GoldenQuestion.of(added))

    @root_field("Ask new index versions this question no more.")
    async def remove_golden_question(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The question's id.")
        ],
    ) -> RemoveGoldenQuestionResult:
        """Remove a question."""
        await golden_set.remove_golden_question(
            uuid_of("GoldenQuestion", id),
            info.context.principal,
            unit_of_work=info.context.unit_of_work,
        )
        return RemoveGoldenQuestionSuccess(id=id)
