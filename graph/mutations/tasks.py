"""Stopping tasks and running them again."""

from typing import Annotated

import strawberry

from domain.jobs import repeating, stopping
from graph.context import Info
from graph.permissions import root_field
from graph.types.node import uuid_of
from graph.types.task import RevokeTaskResult, RevokeTaskSuccess, Task
from graph.types.task_changes import (
    DeadLetterFilterInput,
    DiscardDeadLettersResult,
    Ids,
    RequeueDeadLettersResult,
    RetryTaskResult,
    RetryTaskSuccess,
    RevokeTasksResult,
    TaskFilterInput,
    TasksChanged,
    selection_of,
)

TaskId = Annotated[strawberry.ID, strawberry.argument(description="The task's id.")]
LiveTasks = Annotated[
    TaskFilterInput | None,
    strawberry.argument(
        description="All that match; an empty filter means all that have not ended."
    ),
]
DeadLetters = Annotated[
    DeadLetterFilterInput | None,
    strawberry.argument(description="All that match; an empty filter means all dead letters."),
]


@strawberry.type
class TaskMutations:
    """Stopping tasks and running them again."""

    @root_field(
        "Stop a task: at once if it waits, within two seconds, at its next safe point, if it runs."
    )
    async def revoke_task(self, info: Info, id: TaskId) -> RevokeTaskResult:  # noqa: A002  # public
        """Stop a task."""
        task_id = uuid_of("Task", id)
        position = await info.context.position()
        task = await stopping.revoke_task(task_id, unit_of_work=info.context.unit_of_work)
        now = info.context.services.clock.now()
        return RevokeTaskSuccess(task=Task.of(task, position, now))

    @root_field("Stop many tasks, as `revokeTask` stops one.")
    async def revoke_tasks(
        self,
        info: Info,
        ids: Ids = None,
        filter: LiveTasks = None,  # noqa: A002  # the argument's public name
    ) -> RevokeTasksResult:
        """Stop many tasks."""
        changed = await stopping.revoke_tasks(
            selection_of(ids, filter), unit_of_work=info.context.unit_of_work
        )
        return TasksChanged.of(changed)

    @root_field(
        "Run a task again that failed, used up its retries or was stopped. Its job, if it ended with it, "
        "goes on."
    )
    async def retry_task(self, info: Info, id: TaskId) -> RetryTaskResult:  # noqa: A002  # public
        """Run a task again."""
        task_id = uuid_of("Task", id)
        position = await info.context.position()
        task = await repeating.retry_task(task_id, unit_of_work=info.context.unit_of_work)
        now = info.context.services.clock.now()
        return RetryTaskSuccess(task=Task.of(task, position, now))

    @root_field("Run dead letters again, with all their retries. Their jobs go on.")
    async def requeue_dead_letters(
        self,
        info: Info,
        ids: Ids = None,
        filter: DeadLetters = None,  # noqa: A002  # the argument's public name
    ) -> RequeueDeadLettersResult:
        """Run dead letters again."""
        changed = await repeating.requeue_dead_letters(
            selection_of(ids, filter), unit_of_work=info.context.unit_of_work
        )
        return TasksChanged.of(changed)

    @root_field(
        "Take dead letters off the list. They stay in the ledger, as FAILURE, with their errors."
    )
    async def discard_dead_letters(
        self,
        info: Info,
        ids: Ids = None,
        filter: DeadLetters = None,  # noqa: A002  # the argument's public name
    ) -> DiscardDeadLettersResult:
        """Take dead letters off the list."""
        changed = await repeating.discard_dead_letters(
            selection_of(ids, filter), unit_of_work=info.context.unit_of_work
        )
        return TasksChanged.of(changed)
