"""Adding and removing documents."""

from typing import Annotated

import strawberry

from domain.documents import intake
from domain.documents.document import DocumentDraft, Visibility
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.document import (
    AddDocumentsResult,
    AddDocumentsSuccess,
    DocumentInput,
    RemoveDocumentResult,
    RemoveDocumentSuccess,
    added_documents,
)
from graph.types.job import Job
from graph.types.node import uuid_of


@strawberry.type
class DocumentMutations:
    """Adding and removing documents."""

    @root_field(
        "Keep up to 1,000 documents, all or none, and start the job that makes them searchable. One "
        "that is there already is not added again."
    )
    async def add_documents(
        self,
        info: Info,
        documents: Annotated[
            list[DocumentInput], strawberry.argument(description="The documents.")
        ],
        visibility: Annotated[
            Visibility, strawberry.argument(description="Who may see them.")
        ] = Visibility.PRIVATE,
    ) -> AddDocumentsResult:
        """Keep documents."""
        position = await info.context.position()
        receipt = await intake.add_documents(
            info.context.principal,
            _drafts(documents),
            visibility,
            unit_of_work=info.context.unit_of_work,
        )
        return AddDocumentsSuccess(
            documents=added_documents(receipt),
            job=None if receipt.job is None else Job.of(receipt.job, position),
        )

    @root_field("Take a document out of every search that starts from now on.")
    async def remove_document(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The document's id.")
        ],
    ) -> RemoveDocumentResult:
        """Remove a document."""
        await intake.remove_document(
            info.context.principal,
            uuid_of("Document", id),
            unit_of_work=info.context.unit_of_work,
        )
        return RemoveDocumentSuccess(id=id)


def _drafts(documents: list[DocumentInput]) -> list[DocumentDraft]:
    drafts = []
    for number, document in enumerate(documents):
        with argument(f"documents[{number}]"):
            drafts.append(document.draft())
    return drafts
