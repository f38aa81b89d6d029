"""The schedules as clients see them: what is defined, put together with what is kept of it."""

from collections.abc import Sequence

from graph.context import Context
from graph.types.schedule import Schedule, ScheduleRun
from graph.types.task import Task
from jobs import timetable


async def shown(context: Context, schedules: Sequence[timetable.Schedule]) -> list[Schedule]:
    """Return these schedules with what they started last."""
    now = context.services.clock.now()
    result = []
    async with context.unit_of_work() as work:
        position = await work.events.position()
        keeping = await work.schedules.keeping()
        for schedule in schedules:
            kept = keeping.get(schedule.name, timetable.NOT_KEPT)
            task = None if kept.last is None else await work.tasks.get(kept.last.task_id)
            last = None
            if kept.last is not None and task is not None:
                last = ScheduleRun(
                    at=kept.last.at,
                    task=Task.of(task, position, now),
                    outcome=task.state if task.state.is_terminal else None,
                )
            result.append(
                Schedule(
                    name=schedule.name,
                    cron=schedule.cron,
                    time_zone=schedule.zone.key,
                    enabled=kept.enabled,
                    next=schedule.following(now) if kept.enabled else None,
                    last=last,
                )
            )
    return result
