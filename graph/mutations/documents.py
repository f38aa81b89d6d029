"""Adding and removing documents."""

from typing import Annotated

import strawberry

from domain.documents import intake, uploading
from domain.documents.document import Visibility
from graph.context import Info
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
from graph.types.upload import CreateUploadResult, CreateUploadSuccess, Upload


@strawberry.type
class DocumentMutations:
    """Adding and removing documents."""

    @root_field(
        "Keep up to 1,000 documents and start the job that makes them searchable. One that is there "
        "already is not added again; one that cannot be kept is named among the results, and the others "
        "go in."
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
        replace: Annotated[
            bool,
            strawberry.argument(
                description="Whether a new document takes the place of an older one of yours with the "
                "same `reference` (if it has one) and visibility. The older one is answered from until "
                "the new one can be searched. Documents handed in together do not replace one another."
            ),
        ] = False,
    ) -> AddDocumentsResult:
        """Keep documents."""
        position = await info.context.position()
        receipt = await intake.add_documents(
            info.context.principal,
            [document.draft() for document in documents],
            visibility,
            replace=replace,
            unit_of_work=info.context.unit_of_work,
        )
        return AddDocumentsSuccess(
            documents=added_documents(receipt),
            job=None if receipt.job is None else Job.of(receipt.job, position),
        )

    @root_field(
        "Announce a file of up to 50,000,000 bytes: send its bytes to the upload's `url` then, by PUT, with "
        "the same Authorization header, within the hour. Markdown, text, HTML, PDF, CSV (with a column "
        "`text`) and JSON lines are read, each also as .gz."
    )
    async def create_upload(
        self,
        info: Info,
        filename: Annotated[
            str, strawberry.argument(description="Its name; the format is told by how it ends.")
        ],
        size: Annotated[int, strawberry.argument(description="How many bytes it has.")],
        visibility: Annotated[
            Visibility, strawberry.argument(description="Who may see its documents.")
        ] = Visibility.PRIVATE,
        replace: Annotated[
            bool,
            strawberry.argument(
                description="Whether its documents take the place of older ones, as in `addDocuments`; "
                "documents of one file do not replace one another."
            ),
        ] = False,
    ) -> CreateUploadResult:
        """Announce a file."""
        upload = await uploading.create_upload(
            info.context.principal,
            filename=filename,
            size=size,
            visibility=visibility,
            replace=replace,
            unit_of_work=info.context.unit_of_work,
            store=info.context.services.uploads,
        )
        return CreateUploadSuccess(upload=Upload.of(upload))

    @root_field(
        "Take a document, and all that it replaced, out of every search that starts from now on."
    )
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
