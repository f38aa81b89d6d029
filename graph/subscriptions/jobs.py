"""Watching tasks and jobs."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import strawberry

from domain.errors import NotFound
from domain.jobs.task import Queue
from domain.ports import Event, Topic
from graph.context import Context, Info
from graph.permissions import root_field
from graph.subscriptions.changes import Flush, changes
from graph.types.connection import event_cursor, event_position
from graph.types.job import BatchProgress, Job, JobProgress
from graph.types.node import uuid_of
from graph.types.scalars import Cursor
from graph.types.task import Task, TaskUpdate, task_of_event

PROGRESS_SECONDS = 0.2


@strawberry.type
class JobSubscriptions:
    """Watching tasks and jobs."""

    @root_field("Tasks as they change, at most ten times a second.")
    async def task_updated(
        self,
        info: Info,
        queue: Annotated[
            Queue | None, strawberry.argument(description="Only those of this queue.")
        ] = None,
        after: Annotated[
            Cursor | None,
            strawberry.argument(
                description="What changed after this comes first: a task's `cursor`, or that of the "
                "last update. Without it, what changes from now on."
            ),
        ] = None,
    ) -> AsyncGenerator[TaskUpdate, None]:
        """Yield tasks as they change."""
        position = event_position(after)

        def concerns(event: Event) -> bool:
            return queue is None or event.payload["queue"] == queue

        async for flush in changes(
            info.context, "taskUpdated", [Topic.TASKS], after=position, concerns=concerns
        ):
            yield _task_update(flush, info.context)

    @root_field(
        "How far a job has come: at once, then at most five times a second as it moves on, and a last "
        "time when it has ended. Then the subscription is complete."
    )
    async def batch_progress(
        self,
        info: Info,
        job_id: Annotated[strawberry.ID, strawberry.argument(description="The job's id.")],
    ) -> AsyncGenerator[BatchProgress, None]:
        """Yield a job's progress."""
        identifier = uuid_of("Job", job_id, field="jobId")
        position, progress, ended = await _progress(info.context, identifier)
        yield progress

        def concerns(event: Event) -> bool:
            about = event.key if event.topic is Topic.JOBS else event.payload["jobId"]
            return bool(about == str(identifier))

        if ended:
            return
        async for _ in changes(
            info.context,
            "batchProgress",
            [Topic.JOBS, Topic.TASKS],
            after=position,
            concerns=concerns,
            seconds=PROGRESS_SECONDS,
        ):
            _, progress, ended = await _progress(info.context, identifier)
            yield progress
            if ended:
                return


def _task_update(flush: Flush, context: Context) -> TaskUpdate:
    now = context.services.clock.now()
    return TaskUpdate(
        gap=flush.gap,
        tasks=[
            Task.of(task_of_event(event.payload), event.position, now) for event in flush.events
        ],
        cursor=event_cursor(flush.position),
    )


async def _progress(context: Context, job_id: UUID) -> tuple[int, BatchProgress, bool]:
    """Return a position from before the job was read, the job, and whether it has ended."""
    async with context.unit_of_work() as work:
        position = await work.events.position()
        job = await work.jobs.get(job_id)
        if job is None:
            raise NotFound("job", job_id)
        progress = await work.jobs.progress(job_id)
    shown = BatchProgress(job=Job.of(job, position), progress=JobProgress.of(progress))
    return position, shown, job.state.is_terminal
