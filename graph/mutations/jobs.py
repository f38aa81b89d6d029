"""Starting and stopping background work."""

from typing import Annotated

import strawberry

from domain.jobs import control, stopping
from graph.context import Info
from graph.permissions import root_field
from graph.types.job import Job, JobStarted, TriggerEmbeddingJobResult
from graph.types.node import uuid_of
from graph.types.task import RevokeTaskResult, RevokeTaskSuccess, Task


@strawberry.type
class JobMutations:
    """Starting and stopping background work."""

    @root_field("Cut and embed all that is still to be done, then index it if it is public.")
    async def trigger_embedding_job(self, info: Info) -> TriggerEmbeddingJobResult:
        """Start the embedding job, or join the one that runs."""
        position = await info.context.position()
        job = await control.start_embedding_job(
            info.context.principal.user_id, unit_of_work=info.context.unit_of_work
        )
        return JobStarted(job=Job.of(job, position))

    @root_field("Stop a task: at once if it waits, at its next safe point if it runs.")
    async def revoke_task(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The task's id.")
        ],
    ) -> RevokeTaskResult:
        """Stop a task."""
        task_id = uuid_of("Task", id)
        position = await info.context.position()
        task = await stopping.revoke_task(task_id, unit_of_work=info.context.unit_of_work)
        now = info.context.services.clock.now()
        return RevokeTaskSuccess(task=Task.of(task, position, now))
