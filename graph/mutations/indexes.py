"""Building and swapping index versions."""

from typing import Annotated

import strawberry

from domain.indexing import swap
from domain.indexing.version import IndexVersion as Version
from domain.jobs import starting
from domain.jobs.task import Task as SwapTask
from graph.context import Context, Info
from graph.permissions import root_field
from graph.types.index import (
    ActivateIndexResult,
    IndexVersion,
    RollbackIndexResult,
    SwapRequested,
)
from graph.types.job import Job, JobStarted, RebuildIndexResult
from graph.types.task import Task


@strawberry.type
class IndexMutations:
    """Building and swapping index versions."""

    @root_field("Build a new index version from all that is embedded, and swap it in once proven.")
    async def rebuild_index(self, info: Info) -> RebuildIndexResult:
        """Start a rebuild, or join the one that has yet to start."""
        position = await info.context.position()
        job = await starting.start_rebuild(
            info.context.principal.user_id, unit_of_work=info.context.unit_of_work
        )
        return JobStarted(job=Job.of(job, position))

    @root_field("Swap a version in. No request fails or waits meanwhile.")
    async def activate_index(
        self,
        info: Info,
        number: Annotated[int, strawberry.argument(description="The version's number.")],
    ) -> ActivateIndexResult:
        """Swap a version in."""
        position = await info.context.position()
        version, task = await swap.request_activation(
            number, unit_of_work=info.context.unit_of_work
        )
        return _requested(info.context, version, task, position)

    @root_field("Swap the version that served before the active one in again.")
    async def rollback_index(self, info: Info) -> RollbackIndexResult:
        """Swap back."""
        position = await info.context.position()
        version, task = await swap.request_rollback(unit_of_work=info.context.unit_of_work)
        return _requested(info.context, version, task, position)


def _requested(context: Context, version: Version, task: SwapTask, position: int) -> SwapRequested:
    return SwapRequested(
        version=IndexVersion.of(version),
        task=Task.of(task, position, context.services.clock.now()),
    )
