"""What is started by the clock."""

from datetime import datetime
from typing import Annotated

import strawberry

from domain.jobs.task import TaskState
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.errors import NotFoundFailure
from graph.types.task import Task


@strawberry.type(description="What a schedule started last.")
class ScheduleRun:
    """What a schedule started last."""

    at: datetime = strawberry.field(description="When.")
    task: Task = strawberry.field(
        description="The task that was started, or joined if it was at work already; its `job`, if it "
        "began one, goes on after it."
    )
    outcome: TaskState | None = strawberry.field(
        description="How the task ended; null while it has yet to."
    )


@strawberry.type(description="Something that is started by the clock.")
class Schedule:
    """Something that is started by the clock."""

    name: str = strawberry.field(description="What is started: the name of its task.")
    cron: str = strawberry.field(
        description="When, in cron's form: minute, hour, day of the month, month, day of the week."
    )
    time_zone: str = strawberry.field(
        description="The zone whose wall clock counts, by its IANA name."
    )
    enabled: bool = strawberry.field(description="Whether it starts anything.")
    next: datetime | None = strawberry.field(
        description="The next moment; null while it is disabled."
    )
    last: ScheduleRun | None = strawberry.field(
        description="What it started last, by the clock or by `runSchedule`; null if nothing yet."
    )


@strawberry.type(description="The schedule as it stands after the change.")
class ScheduleChanged:
    """The schedule as it stands after the change."""

    schedule: Schedule = strawberry.field(description="The schedule.")


EnableScheduleResult = Annotated[
    ScheduleChanged | NotFoundFailure,
    strawberry.union("EnableScheduleResult", description="What came of enabling a schedule."),
]
DisableScheduleResult = Annotated[
    ScheduleChanged | NotFoundFailure,
    strawberry.union("DisableScheduleResult", description="What came of disabling a schedule."),
]
RunScheduleResult = Annotated[
    ScheduleChanged | NotFoundFailure,
    strawberry.union("RunScheduleResult", description="What came of running a schedule now."),
]
