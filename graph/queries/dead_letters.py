"""Tasks that used up their retries."""

from typing import Annotated

import strawberry

from domain.jobs.filter import TaskFilter
from domain.jobs.task import TaskState
from graph.context import Info
from graph.permissions import root_field
from graph.types.connection import After, Connection, First, connection, page_request
from graph.types.task_changes import DeadLetter, DeadLetterFilterInput

ALL_DEAD = TaskFilter(states=frozenset({TaskState.DEAD}))


@strawberry.type
class DeadLetterQueries:
    """Queries about dead letters."""

    @root_field(
        "Tasks that used up their retries, page by page, newest first: to be looked into, then run again "
        "(`requeueDeadLetters`) or discarded (`discardDeadLetters`)."
    )
    async def dead_letters(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002  # the argument's public name
            DeadLetterFilterInput | None, strawberry.argument(description="Only those that match.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[DeadLetter]:
        """Return a page of dead letters."""
        which = ALL_DEAD if filter is None else filter.selected()
        request = page_request(first, after)
        async with info.context.unit_of_work() as work:
            position = await work.events.position()
            page = await work.tasks.matching(which, request)
        now = info.context.services.clock.now()
        return connection(
            page, request, lambda task: DeadLetter.of(task, position, now), lambda task: task.id
        )
