"""Starting, pausing, stopping and repeating jobs."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from domain.jobs import starting, steering
from domain.jobs.job import Job as DomainJob
from graph.context import Context, Info
from graph.permissions import root_field
from graph.types.job import Job, JobStarted, TriggerEmbeddingJobResult
from graph.types.job_changes import (
    JobChanged,
    PauseJobResult,
    ResumeJobResult,
    RetryJobResult,
    RevokeJobResult,
)
from graph.types.node import uuid_of

JobId = Annotated[strawberry.ID, strawberry.argument(description="The job's id.")]


@strawberry.type
class JobMutations:
    """Starting, pausing, stopping and repeating jobs."""

    @root_field("Cut and embed all that is still to be done, then index it if it is public.")
    async def trigger_embedding_job(self, info: Info) -> TriggerEmbeddingJobResult:
        """Start the embedding job, or join the one that runs."""
        position = await info.context.position()
        job = await starting.start_embedding_job(
            info.context.principal.user_id, unit_of_work=info.context.unit_of_work
        )
        return JobStarted(job=Job.of(job, position))

    @root_field(
        "Begin no more tasks of a job until `resumeJob`; those that run come to their end. It stays "
        "paused through restarts."
    )
    async def pause_job(self, info: Info, id: JobId) -> PauseJobResult:  # noqa: A002  # public name
        """Pause a job."""
        return await _change(steering.pause_job, id, info.context)

    @root_field("Have a paused job go on where it stood.")
    async def resume_job(self, info: Info, id: JobId) -> ResumeJobResult:  # noqa: A002  # the same
        """Resume a job."""
        return await _change(steering.resume_job, id, info.context)

    @root_field(
        "Stop a job: tasks that wait never run, those that run stop within two seconds, at their next "
        "safe point. What was done stays."
    )
    async def revoke_job(self, info: Info, id: JobId) -> RevokeJobResult:  # noqa: A002  # the same
        """Stop a job."""
        return await _change(steering.revoke_job, id, info.context)

    @root_field(
        "Run again what broke of a job that failed or was stopped, and nothing else of it; then it goes on."
    )
    async def retry_job(self, info: Info, id: JobId) -> RetryJobResult:  # noqa: A002  # the same
        """Run again what broke of a job."""
        return await _change(steering.retry_job, id, info.context)


async def _change(
    change: Callable[..., Awaitable[DomainJob]], job_id: strawberry.ID, context: Context
) -> JobChanged:
    identifier = uuid_of("Job", job_id)
    position = await context.position()
    job = await change(identifier, unit_of_work=context.unit_of_work)
    return JobChanged(job=Job.of(job, position))
