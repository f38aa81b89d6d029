"""Documents that answers are given from."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from domain.documents import document as domain
from domain.documents.intake import Receipt, RefusedDocument
from domain.errors import InvalidInput
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.errors import NotFoundFailure
from graph.types.node import Node, global_id

if TYPE_CHECKING:
    from graph.types.job import Job


@strawberry.input(description="A document to add.")
class DocumentInput:
    """A document to add."""

    text: str = strawberry.field(description="Its text, up to 1,000,000 characters.")
    title: str = strawberry.field(description="What it is called, up to 500 characters.")
    reference: str = strawberry.field(
        default="", description='How it is cited, such as "12 CFR 1026.22", up to 500 characters.'
    )
    source: str = strawberry.field(
        default="", description="Where it comes from, such as a URL, up to 500 characters."
    )
    effective_date: date | None = strawberry.field(
        default=None, description="The day from which what it says holds."
    )
    format: domain.TextFormat = strawberry.field(
        default=domain.TextFormat.PLAIN, description="How its text is to be cut."
    )
    tags: list[str] = strawberry.field(
        default_factory=list, description="Words to find it by in lists."
    )

    def draft(self) -> domain.DocumentDraft | RefusedDocument:
        """Return it as the use case takes it."""
        try:
            return self._draft()
        except InvalidInput as error:
            return RefusedDocument(error.message, error.field)

    def _draft(self) -> domain.DocumentDraft:
        return domain.DocumentDraft(
            text=self.text,
            title=self.title,
            reference=self.reference,
            source=self.source,
            effective_date=self.effective_date,
            format=self.format,
            tags=tuple(self.tags),
        )


@strawberry.type(description="A document, without its text.")
class Document(Node):
    """A document, without its text."""

    title: str = strawberry.field(description="What it is called.")
    reference: str = strawberry.field(description="How it is cited; empty if it has no citation.")
    source: str = strawberry.field(description="Where it comes from; empty if unknown.")
    effective_date: date | None = strawberry.field(
        description="The day from which what it says holds."
    )
    visibility: domain.Visibility = strawberry.field(description="Who may see it.")
    format: domain.TextFormat = strawberry.field(description="How its text is cut.")
    tags: list[str] = strawberry.field(description="Words to find it by in lists.")
    status: domain.DocumentStatus = strawberry.field(description="How far it has come.")
    error: str | None = strawberry.field(description="Why it failed, if it did.")
    passages: int = strawberry.field(description="How many passages it was cut into.")
    characters: int = strawberry.field(description="The length of its text.")
    version: int = strawberry.field(
        description="1, and one more for each time it was replaced under its reference."
    )
    replaces: strawberry.ID | None = strawberry.field(
        description="The id of the document whose place it took, if it took one's."
    )
    created_at: datetime = strawberry.field(description="When it was added.")

    @staticmethod
    def of(document: domain.Document) -> "Document":
        """Return a document as clients see it."""
        return Document(
            id=global_id("Document", document.id),
            title=document.title,
            reference=document.reference,
            source=document.source,
            effective_date=document.effective_date,
            visibility=document.visibility,
            format=document.format,
            tags=list(document.tags),
            status=document.status,
            error=document.error,
            passages=document.passages,
            characters=document.characters,
            version=document.version,
            replaces=_id(document.replaces),
            created_at=document.created_at,
        )


@strawberry.type(description="What became of one document that was handed in.")
class AddedDocument:
    """What became of one document that was handed in."""

    id: strawberry.ID | None = strawberry.field(
        description="The document's id; null if it cannot be kept."
    )
    created: bool = strawberry.field(
        description="False if the very same document was there already, or it cannot be kept."
    )
    replaces: strawberry.ID | None = strawberry.field(
        description="The id of the document whose place it takes, if it takes one's."
    )
    error: str | None = strawberry.field(description="Why it cannot be kept; null if it is.")
    field: str | None = strawberry.field(
        description="Which of its fields is to blame, as in `text`; null if none alone is."
    )


@strawberry.type(description="The documents are kept, each as its result says.")
class AddDocumentsSuccess:
    """The documents are kept, each as its result says."""

    documents: list[AddedDocument] = strawberry.field(description="One each, in their order.")
    job: Annotated["Job", strawberry.lazy("graph.types.job")] | None = strawberry.field(
        description="The job that makes the new ones searchable; null if none was new."
    )


@strawberry.type(description="The document is out of every search that starts from now on.")
class RemoveDocumentSuccess:
    """The document is out of every search."""

    id: strawberry.ID = strawberry.field(description="The document's id.")


AddDocumentsResult = Annotated[
    AddDocumentsSuccess,
    strawberry.union("AddDocumentsResult", description="What came of adding documents."),
]
RemoveDocumentResult = Annotated[
    RemoveDocumentSuccess | NotFoundFailure,
    strawberry.union("RemoveDocumentResult", description="What came of removing a document."),
]


def added_documents(receipt: Receipt) -> list[AddedDocument]:
    """Return what became of each document."""
    return [_added(result) for result in receipt.results]


def _added(result: domain.AddedDocument | RefusedDocument) -> AddedDocument:
    if isinstance(result, RefusedDocument):
        return AddedDocument(
            id=None, created=False, replaces=None, error=result.reason, field=result.field
        )
    return AddedDocument(
        id=global_id("Document", result.id),
        created=result.created,
        replaces=_id(result.replaces),
        error=None,
        field=None,
    )


def _id(document_id: UUID | None) -> strawberry.ID | None:
    return None if document_id is None else global_id("Document", document_id)
