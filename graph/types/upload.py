"""Files that are handed in whole."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from domain.documents import upload as domain
from domain.documents.document import Visibility
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.fields import computed
from graph.types.job import Job
from graph.types.node import Node, global_id

PATH = "/uploads"


@strawberry.type(description="A record of an uploaded file that could not be kept.")
class UploadProblem:
    """A record of an uploaded file that could not be kept."""

    line: int = strawberry.field(description="The line it begins on, from 1; in a PDF the page.")
    reason: str = strawberry.field(description="Why it could not be kept.")


@strawberry.type(description="A file that is handed in whole, and what became of it.")
class Upload(Node):
    """A file that is handed in whole, and what became of it."""

    job_id: strawberry.Private[UUID | None]
    url: str = strawberry.field(
        description="The path to send its bytes to, by PUT with the same Authorization header."
    )
    filename: str = strawberry.field(description="Its name.")
    size: int = strawberry.field(description="How many bytes it has.")
    visibility: Visibility = strawberry.field(description="Who may see its documents.")
    replace: bool = strawberry.field(
        description="Whether its documents take the place of older ones with the same reference."
    )
    state: domain.UploadState = strawberry.field(description="Where it stands.")
    error: str | None = strawberry.field(description="Why it failed, if it did.")
    stored: int = strawberry.field(description="New documents that were kept.")
    known: int = strawberry.field(description="Documents that were there already.")
    unreadable: int = strawberry.field(description="Records that could not be kept.")
    problems: list[UploadProblem] = strawberry.field(
        description="Those records, in their order, the first 1,000 or so."
    )
    created_at: datetime = strawberry.field(description="When it was announced.")
    expires_at: datetime = strawberry.field(description="Until when its bytes may be sent.")
    finished_at: datetime | None = strawberry.field(
        description="When it was read, or given up; null before."
    )

    @computed(
        "The job that reads it and makes its documents searchable; null until it is received."
    )
    async def job(self, info: Info) -> Job | None:
        """Return its job."""
        if self.job_id is None:
            return None
        found = await info.context.loaders.job.load(self.job_id)
        return None if found is None else Job.of(found[1], found[0])

    @staticmethod
    def of(upload: domain.Upload) -> "Upload":
        """Return an upload as clients see it."""
        return Upload(
            id=global_id("Upload", upload.id),
            job_id=upload.job_id,
            url=f"{PATH}/{upload.id}",
            filename=upload.filename,
            size=upload.size,
            visibility=upload.visibility,
            replace=upload.replace,
            state=upload.state,
            error=upload.error,
            stored=upload.stored,
            known=upload.known,
            unreadable=upload.unreadable,
            problems=[
                UploadProblem(line=each.line, reason=each.reason) for each in upload.problems
            ],
            created_at=upload.created_at,
            expires_at=upload.expires_at,
            finished_at=upload.finished_at,
        )


@strawberry.type(description="The file may be sent.")
class CreateUploadSuccess:
    """The file may be sent."""

    upload: Upload = strawberry.field(description="Where to send it, and what becomes of it.")


CreateUploadResult = Annotated[
    CreateUploadSuccess,
    strawberry.union("CreateUploadResult", description="What came of announcing a file."),
]
