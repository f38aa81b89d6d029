"""Jobs: the tasks that together bring a change into the active index."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from domain.jobs import job as domain
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.connection import (
    After,
    Connection,
    First,
    connection,
    event_cursor,
    page_request,
)
from graph.types.fields import computed
from graph.types.node import Node, global_id
from graph.types.scalars import Cursor
from graph.types.task import Task


@strawberry.type(description="How far a job has come, counted from the ledger; nothing is guessed.")
class JobProgress:
    """How far a job has come."""

    total: int = strawberry.field(description="Passages to embed, as far as is known yet.")
    done: int = strawberry.field(description="Passages embedded.")
    failed: int = strawberry.field(description="Passages of tasks that gave up.")
    tasks: int = strawberry.field(description="Tasks so far.")
    tasks_done: int = strawberry.field(
        description="Tasks that ended, which are `tasksSucceeded` and `tasksFailed` together."
    )
    tasks_succeeded: int = strawberry.field(description="Tasks that succeeded.")
    tasks_failed: int = strawberry.field(
        description="Tasks that failed, used up their retries or were revoked."
    )
    rate: float | None = strawberry.field(
        description="Passages a second, measured over the last minute, or since the job was begun or "
        "resumed; null while it is paused, waits, has ended or has nothing left to embed, and until a first "
        "step is done."
    )
    seconds_left: float | None = strawberry.field(
        description="Seconds until all passages are embedded, at that rate; null where the rate is. Between "
        "two reports of a task it runs down with the clock, by no more than one step of its work."
    )
    errors: list[str] = strawberry.field(description="Errors of its tasks, the first few.")

    @staticmethod
    def of(progress: domain.JobProgress) -> "JobProgress":
        """Return progress as clients see it."""
        return JobProgress(
            total=progress.total,
            done=progress.done,
            failed=progress.failed,
            tasks=progress.tasks,
            tasks_done=progress.tasks_done,
            tasks_succeeded=progress.tasks_succeeded,
            tasks_failed=progress.tasks_failed,
            rate=progress.rate,
            seconds_left=progress.seconds_left,
            errors=list(progress.errors),
        )


@strawberry.type(description="Tasks that together bring a change into the active index.")
class Job(Node):
    """Tasks that together bring a change into the active index."""

    job_id: strawberry.Private[UUID]
    kind: domain.JobKind = strawberry.field(description="What it was started for.")
    state: domain.JobState = strawberry.field(description="Where it stands.")
    stage: domain.JobStage = strawberry.field(description="Which of its stages it is in.")
    index_version: int | None = strawberry.field(
        description="The number of the index version it built; null if none, or not yet."
    )
    error: str | None = strawberry.field(description="Why it failed, if it did.")
    created_at: datetime = strawberry.field(description="When it was started.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")
    cursor: Cursor = strawberry.field(
        description="A position in the stream of events from before this was read."
    )

    @computed("How far it has come.")
    async def progress(self, info: Info) -> JobProgress:
        """Count how far it has come."""
        return JobProgress.of(await info.context.loaders.job_progress.load(self.job_id))

    @computed("Its tasks, newest first. Needs the permission that `tasks` needs.")
    async def tasks(self, info: Info, first: First = 20, after: After = None) -> Connection[Task]:
        """Return a page of its tasks; a job may reach whoever started it, its tasks are for operators."""
        await info.context.require("tasks")
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            page = await work.tasks.page(request, job_id=self.job_id)
        now = info.context.services.clock.now()
        return connection(
            page, request, lambda task: Task.of(task, position, now), lambda task: task.id
        )

    @staticmethod
    def of(job: domain.Job, position: int) -> "Job":
        """Return a job as clients see it; `position` is a cursor from before it was read."""
        return Job(
            id=global_id("Job", job.id),
            job_id=job.id,
            kind=job.kind,
            state=job.state,
            stage=job.stage,
            index_version=job.index_version,
            error=job.error,
            created_at=job.created_at,
            finished_at=job.finished_at,
            cursor=event_cursor(position),
        )


@strawberry.type(description="A job and how far it has come, at one moment.")
class BatchProgress:
    """A job and how far it has come, at one moment."""

    job: Job = strawberry.field(description="The job.")
    progress: JobProgress = strawberry.field(description="How far it has come.")


@strawberry.type(description="The job runs.")
class JobStarted:
    """The job runs."""

    job: Job = strawberry.field(
        description="The job: a new one, or the one that was at the same work already."
    )


TriggerEmbeddingJobResult = Annotated[
    JobStarted,
    strawberry.union("TriggerEmbeddingJobResult", description="What came of starting the job."),
]
RebuildIndexResult = Annotated[
    JobStarted,
    strawberry.union("RebuildIndexResult", description="What came of starting the rebuild."),
]
