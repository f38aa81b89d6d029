"""Tasks: single pieces of background work."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from domain.jobs import task as domain
from domain.rates import percent_of
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.connection import event_cursor
from graph.types.errors import ConflictFailure, NotFoundFailure
from graph.types.fields import computed
from graph.types.node import Node, global_id
from graph.types.scalars import Cursor, Percent

if TYPE_CHECKING:
    from graph.types.job import Job


@strawberry.type(description="A piece of background work, as the ledger has it.")
class Task(Node):
    """A piece of background work."""

    job_id: strawberry.Private[UUID | None]
    name: str = strawberry.field(description='What is done: "embed_document_batch".')
    queue: domain.Queue = strawberry.field(description="Where it waits or waited.")
    state: domain.TaskState = strawberry.field(description="Where it stands.")
    worker: str | None = strawberry.field(description="The process that runs it, or ran it last.")
    attempt: int = strawberry.field(description="How often it was begun.")
    failures: int = strawberry.field(description="How many attempts failed.")
    runtime: float | None = strawberry.field(
        description="Seconds the last attempt ran, or has been running; null before the first."
    )
    units: int = strawberry.field(
        description="How much there is to do: passages, documents or files; 0 if not counted."
    )
    units_done: int = strawberry.field(description="How much of that is done.")
    progress: Percent | None = strawberry.field(
        description="How much of it is done; null if not counted."
    )
    error: str | None = strawberry.field(description="Why the last attempt failed.")
    revoke_requested: bool = strawberry.field(description="Whether somebody asked it to stop.")
    created_at: datetime = strawberry.field(description="When it was put in the ledger.")
    started_at: datetime | None = strawberry.field(description="When the last attempt began.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")
    cursor: Cursor = strawberry.field(
        description="Hand it to `taskUpdated(after:)` to miss no change that came after this."
    )

    @computed("The job it belongs to; null if it stands alone.")
    async def job(self, info: Info) -> Annotated["Job", strawberry.lazy("graph.types.job")] | None:
        """Return the job."""
        from graph.types.job import Job  # noqa: PLC0415  # the two types refer to each other

        if self.job_id is None:
            return None
        found = await info.context.loaders.job.load(self.job_id)
        return None if found is None else Job.of(found[1], found[0])

    @staticmethod
    def of(task: domain.Task, position: int, now: datetime) -> "Task":
        """Return a task as clients see it; `position` is a cursor from before it was read."""
        runtime = task.runtime(now)
        return Task(
            id=global_id("Task", task.id),
            job_id=task.job_id,
            name=task.name,
            queue=task.queue,
            state=task.state,
            worker=task.worker,
            attempt=task.attempt,
            failures=task.failures,
            runtime=None if runtime is None else max(0.0, runtime.total_seconds()),
            units=task.units,
            units_done=task.units_done,
            progress=_progress(task),
            error=task.error,
            revoke_requested=task.revoke_requested,
            created_at=task.created_at,
            started_at=task.started_at,
            finished_at=task.finished_at,
            cursor=event_cursor(position),
        )


@strawberry.type(description="Tasks that changed, all together.")
class TaskUpdate:
    """Tasks that changed."""

    gap: bool = strawberry.field(
        description="True if changes were lost before this, because the cursor was too old or the "
        "client too slow: read the tasks anew."
    )
    tasks: list[Task] = strawberry.field(
        description="The tasks as they are now, each once; empty at a gap."
    )
    cursor: Cursor = strawberry.field(description="Where to go on from, should the socket drop.")


@strawberry.type(description="The task is stopped, or was asked to stop if it runs.")
class RevokeTaskSuccess:
    """The task is stopped, or was asked to stop."""

    task: Task = strawberry.field(description="The task.")


RevokeTaskResult = Annotated[
    RevokeTaskSuccess | NotFoundFailure | ConflictFailure,
    strawberry.union("RevokeTaskResult", description="What came of revoking a task."),
]


def task_of_event(payload: Mapping[str, Any]) -> domain.Task:
    """Return the task that an event tells of. Its arguments are left out there, and here."""
    return domain.Task(
        id=UUID(payload["id"]),
        name=payload["name"],
        queue=domain.Queue(payload["queue"]),
        arguments={},
        state=domain.TaskState(payload["state"]),
        attempt=payload["attempt"],
        failures=payload["failures"],
        worker=payload["worker"],
        job_id=UUID(payload["jobId"]) if payload["jobId"] else None,
        units=payload["units"],
        units_done=payload["unitsDone"],
        error=payload["error"],
        created_at=datetime.fromisoformat(payload["createdAt"]),
        started_at=_moment(payload["startedAt"]),
        finished_at=_moment(payload["finishedAt"]),
        revoke_requested=payload["revokeRequested"],
        first_failed_at=_moment(payload["firstFailedAt"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _progress(task: domain.Task) -> Percent | None:
    if not task.units:
        return None
    return Percent(percent_of(Decimal(min(task.units_done, task.units)), Decimal(task.units)))
