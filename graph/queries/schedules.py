"""What is started by the clock."""

import strawberry

from graph.context import Info
from graph.permissions import root_field
from graph.scheduled import shown
from graph.types.schedule import Schedule


@strawberry.type
class ScheduleQueries:
    """Queries about schedules."""

    @root_field("What is started by the clock, when next, and what came of the last time.")
    async def schedules(self, info: Info) -> list[Schedule]:
        """Return the schedules."""
        return await shown(info.context, info.context.services.schedules)
