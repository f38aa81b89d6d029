"""Enabling, disabling and running what is started by the clock."""

from typing import Annotated

import strawberry

from domain.jobs import starting
from graph.context import Context, Info
from graph.permissions import root_field
from graph.scheduled import shown
from graph.types.schedule import (
    DisableScheduleResult,
    EnableScheduleResult,
    RunScheduleResult,
    ScheduleChanged,
)
from jobs.timetable import named, run_now

Name = Annotated[str, strawberry.argument(description="The schedule's name.")]


@strawberry.type
class ScheduleMutations:
    """Enabling, disabling and running what is started by the clock."""

    @root_field(
        "Have a schedule start things. What passed while it was disabled is not made up for."
    )
    async def enable_schedule(self, info: Info, name: Name) -> EnableScheduleResult:
        """Enable a schedule."""
        return await _enable(info.context, name, True)

    @root_field("Have a schedule start nothing until `enableSchedule`. What runs is left alone.")
    async def disable_schedule(self, info: Info, name: Name) -> DisableScheduleResult:
        """Disable a schedule."""
        return await _enable(info.context, name, False)

    @root_field(
        "Start what a schedule starts, now, also if it is disabled. What is at work already is joined."
    )
    async def run_schedule(self, info: Info, name: Name) -> RunScheduleResult:
        """Run a schedule now."""
        schedule = named(name, info.context.services.schedules)
        await run_now(schedule, unit_of_work=info.context.unit_of_work)
        return await _changed(info.context, name)


async def _enable(context: Context, name: str, enabled: bool) -> ScheduleChanged:
    known = [schedule.name for schedule in context.services.schedules]
    await starting.enable_schedule(name, enabled, known=known, unit_of_work=context.unit_of_work)
    return await _changed(context, name)


async def _changed(context: Context, name: str) -> ScheduleChanged:
    (schedule,) = await shown(context, [named(name, context.services.schedules)])
    return ScheduleChanged(schedule=schedule)
