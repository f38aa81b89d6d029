"""What is done to many tasks at once, and dead letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from domain.errors import InvalidInput
from domain.jobs import selection
from domain.jobs import task as domain
from domain.jobs.filter import TaskFilter
from graph.types.errors import ConflictFailure, NotFoundFailure
from graph.types.node import global_id, uuid_of
from graph.types.task import Task

Ids = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(
        description=f"The tasks' ids, up to {selection.MOST_AT_ONCE:,}. Give these or a filter."
    ),
]


@strawberry.input(description="Tasks that have not ended, of which all that is given holds.")
class TaskFilterInput:
    """Tasks that have not ended."""

    queue: domain.Queue | None = strawberry.field(default=None, description="Of this queue.")
    state: domain.TaskState | None = strawberry.field(default=None, description="In this state.")
    name: str | None = strawberry.field(
        default=None, description='Of this kind: "embed_document_batch".'
    )
    job_id: strawberry.ID | None = strawberry.field(default=None, description="Of this job.")

    def selected(self) -> TaskFilter:
        """Return the filter as the domain knows it."""
        job_id = None if self.job_id is None else uuid_of("Job", self.job_id, field="filter.jobId")
        states = None if self.state is None else frozenset({self.state})
        return TaskFilter(self.queue, states, self.name, job_id)


@strawberry.input(description="Dead letters of which all that is given holds.")
class DeadLetterFilterInput:
    """Dead letters."""

    queue: domain.Queue | None = strawberry.field(default=None, description="Of this queue.")
    name: str | None = strawberry.field(
        default=None, description='Of this kind: "embed_document_batch".'
    )
    job_id: strawberry.ID | None = strawberry.field(default=None, description="Of this job.")
    error: str | None = strawberry.field(
        default=None, description="With these words in the error, in upper or lower case."
    )
    failed_after: datetime | None = strawberry.field(
        default=None, description="That failed last after this."
    )
    failed_before: datetime | None = strawberry.field(
        default=None, description="That failed last before this."
    )

    def selected(self) -> TaskFilter:
        """Return the filter as the domain knows it."""
        return TaskFilter(
            queue=self.queue,
            states=frozenset({domain.TaskState.DEAD}),
            name=self.name,
            job_id=None
            if self.job_id is None
            else uuid_of("Job", self.job_id, field="filter.jobId"),
            error=self.error,
            failed_after=self.failed_after,
            failed_before=self.failed_before,
        )


def selection_of(
    ids: Sequence[strawberry.ID] | None,
    chosen: TaskFilterInput | DeadLetterFilterInput | None,
) -> selection.Selection:
    """Return which tasks are meant. Raises `InvalidInput` unless it is said in exactly one way."""
    if (ids is None) == (chosen is None):
        raise InvalidInput("give either ids or a filter", field="ids")
    if chosen is not None:
        return chosen.selected()
    return [uuid_of("Task", each, field="ids") for each in ids or ()]


@strawberry.type(description="A task that used up its retries, with what it was to do.")
class DeadLetter:
    """A task that used up its retries."""

    task: Task = strawberry.field(
        description="The task: its id is what `requeueDeadLetters` takes; `error`, `attempt` and "
        "`failures` say how it ended."
    )
    arguments: JSON = strawberry.field(description="What it was called with.")
    first_failed_at: datetime = strawberry.field(
        description="When its first attempt failed, or lost its worker."
    )
    last_failed_at: datetime = strawberry.field(description="When its last attempt did.")

    @staticmethod
    def of(task: domain.Task, position: int, now: datetime) -> "DeadLetter":
        """Return a dead letter as clients see it."""
        last = task.finished_at or task.created_at
        return DeadLetter(
            task=Task.of(task, position, now),
            arguments=JSON(dict(task.arguments)),
            first_failed_at=task.first_failed_at or last,
            last_failed_at=last,
        )


@strawberry.type(description="What came of a change to many tasks.")
class TasksChanged:
    """What came of a change to many tasks."""

    count: int = strawberry.field(description="How many were changed.")
    ids: list[strawberry.ID] = strawberry.field(description="The ids of those, oldest first.")
    left: int = strawberry.field(
        description=f"How many more match the filter: one call changes {selection.MOST_AT_ONCE:,}, the "
        "oldest first. Call again for the rest."
    )
    skipped: list[strawberry.ID] = strawberry.field(
        description="Of the ids given, those that it could not be done to: no such task, or in a state "
        "that does not allow it."
    )

    @staticmethod
    def of(changed: selection.Changed) -> "TasksChanged":
        """Return a change as clients see it."""
        return TasksChanged(
            count=len(changed.tasks),
            ids=[global_id("Task", each) for each in sorted(task.id for task in changed.tasks)],
            left=changed.left,
            skipped=[global_id("Task", each) for each in changed.skipped],
        )


@strawberry.type(description="The task waits anew, with all its retries.")
class RetryTaskSuccess:
    """The task waits anew."""

    task: Task = strawberry.field(description="The task.")


RetryTaskResult = Annotated[
    RetryTaskSuccess | NotFoundFailure | ConflictFailure,
    strawberry.union("RetryTaskResult", description="What came of running a task again."),
]
RevokeTasksResult = Annotated[
    TasksChanged | ConflictFailure,
    strawberry.union("RevokeTasksResult", description="What came of revoking tasks."),
]
RequeueDeadLettersResult = Annotated[
    TasksChanged | ConflictFailure,
    strawberry.union(
        "RequeueDeadLettersResult", description="What came of running dead letters again."
    ),
]
DiscardDeadLettersResult = Annotated[
    TasksChanged | ConflictFailure,
    strawberry.union(
        "DiscardDeadLettersResult", description="What came of discarding dead letters."
    ),
]
