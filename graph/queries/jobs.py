"""Tasks, jobs, workers and queues."""

from datetime import datetime
from typing import Annotated

import strawberry

from domain.errors import InvalidInput
from domain.jobs.task import Queue, TaskState
from domain.jobs.worker import ProcessKind
from domain.paging import LARGEST_PAGE, PageRequest
from graph.context import Info
from graph.permissions import root_field
from graph.types import task as types
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.job import Job
from graph.types.node import uuid_of
from graph.types.worker import QueueStatus, Worker

OfQueue = Annotated[Queue | None, strawberry.argument(description="Only those of this queue.")]
InState = Annotated[TaskState | None, strawberry.argument(description="Only those in this state.")]


@strawberry.type
class JobQueries:
    """Queries about background work."""

    @root_field("A task; null if there is none.")
    async def task(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The task's id.")
        ],
    ) -> types.Task | None:
        """Return a task."""
        task_id = uuid_of("Task", id)
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            task = await work.tasks.get(task_id)
        return None if task is None else types.Task.of(task, position, _now(info))

    @root_field("The newest tasks. `taskConnection` pages through all of them.")
    async def tasks(
        self,
        info: Info,
        queue: OfQueue = None,
        state: InState = None,
        limit: Annotated[
            int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}.")
        ] = 50,
    ) -> list[types.Task]:
        """Return the newest tasks."""
        if not 1 <= limit <= LARGEST_PAGE:
            raise InvalidInput(f"limit must be from 1 to {LARGEST_PAGE}", field="limit")
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            page = await work.tasks.page(PageRequest(limit), queue=queue, state=state)
        return [types.Task.of(task, position, _now(info)) for task in page.items]

    @root_field("All tasks, page by page, newest first.")
    async def task_connection(
        self,
        info: Info,
        queue: OfQueue = None,
        state: InState = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[types.Task]:
        """Return a page of tasks."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            page = await work.tasks.page(request, queue=queue, state=state)
        now = _now(info)
        return connection(
            page, request, lambda task: types.Task.of(task, position, now), lambda task: task.id
        )

    @root_field("A job; null if there is none.")
    async def job(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The job's id.")
        ],
    ) -> Job | None:
        """Return a job."""
        found = await info.context.loaders.job.load(uuid_of("Job", id))
        return None if found is None else Job.of(found[1], found[0])

    @root_field("All jobs, newest first.")
    async def jobs(self, info: Info, first: First = 20, after: After = None) -> Connection[Job]:
        """Return a page of jobs."""
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            page = await work.jobs.page(request)
        return connection(page, request, lambda job: Job.of(job, position), lambda job: job.id)

    @root_field("The worker processes that are alive.")
    async def workers(self, info: Info) -> list[Worker]:
        """Return the living workers."""
        async with info.context.unit_of_work() as work:
            processes = await work.processes.alive(ProcessKind.WORKER)
        return [Worker.of(process) for process in processes]

    @root_field("What waits and what runs in each queue.")
    async def queues(self, info: Info) -> list[QueueStatus]:
        """Return the queues."""
        async with info.context.unit_of_work() as work:
            depths = await work.tasks.depths()
        return [QueueStatus.of(depth) for depth in depths]


def _now(info: Info) -> datetime:
    return info.context.services.clock.now()
