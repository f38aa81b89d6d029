"""What is done to whole jobs."""

from typing import Annotated

import strawberry

from graph.types.errors import ConflictFailure, NotFoundFailure
from graph.types.job import Job


@strawberry.type(description="The job as it stands after the change.")
class JobChanged:
    """The job as it stands after the change."""

    job: Job = strawberry.field(description="The job.")


PauseJobResult = Annotated[
    JobChanged | NotFoundFailure | ConflictFailure,
    strawberry.union("PauseJobResult", description="What came of pausing a job."),
]
ResumeJobResult = Annotated[
    JobChanged | NotFoundFailure | ConflictFailure,
    strawberry.union("ResumeJobResult", description="What came of resuming a job."),
]
RevokeJobResult = Annotated[
    JobChanged | NotFoundFailure | ConflictFailure,
    strawberry.union("RevokeJobResult", description="What came of stopping a job."),
]
RetryJobResult = Annotated[
    JobChanged | NotFoundFailure | ConflictFailure,
    strawberry.union(
        "RetryJobResult", description="What came of running again what broke of a job."
    ),
]
