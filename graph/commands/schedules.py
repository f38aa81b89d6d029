"""`apfa schedule`: what is started by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.commands.output import AsJson, print_json, print_rows
from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.jobs.schedule_keeping import Keeping
    from domain.jobs.task import Task
    from jobs.timetable import Schedule
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="See and steer what is started by the clock.")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Its name, as `apfa schedule list` shows.")
]


@app.command("list")
@examples("apfa schedule list", "apfa schedule list --json | jq '.[].next'")
def list_schedules(as_json: AsJson = False) -> None:
    """List what is started by the clock: when next, and what came of the last time."""

    async def act(resources: Resources) -> list[dict[str, Any]]:
        return [await _shape(resources, each) for each in _schedules()]

    shapes = with_resources(act)
    if as_json:
        print_json(shapes)
        return
    print_rows(
        ("schedule", "cron", "next", "last", "outcome"), [(_row(each), "") for each in shapes]
    )
    (zone,) = {shape["timeZone"] for shape in shapes}
    console.print(f"cron goes by the clock of {zone}; next and last are in UTC", style="dim")


def _row(shape: dict[str, Any]) -> tuple[str, ...]:
    last = shape["last"]
    return (
        shape["name"],
        shape["cron"],
        f"{shape['next']:%m-%d %H:%M}" if shape["enabled"] else "disabled",
        f"{last['at']:%m-%d %H:%M}" if last else "",
        (last["outcome"] or "not yet") if last else "",
    )


@app.command()
@examples("apfa schedule enable cleanup_old_embeddings")
def enable(name: Name, as_json: AsJson = False) -> None:
    """Have a schedule start things; what passed while it was disabled is not made up for."""
    _enable(name, True, as_json=as_json)


@app.command()
@examples("apfa schedule disable cleanup_old_embeddings")
def disable(name: Name, as_json: AsJson = False) -> None:
    """Have a schedule start nothing until it is enabled."""
    _enable(name, False, as_json=as_json)


@app.command()
@examples("apfa schedule run embed_all_documents")
def run(name: Name, as_json: AsJson = False) -> None:
    """Start what a schedule starts, now; what is at work already is joined."""

    async def act(resources: Resources) -> dict[str, Any]:
        from jobs.timetable import named, run_now

        schedule = named(name, _schedules())
        await run_now(schedule, unit_of_work=resources.unit_of_work)
        return await _shape(resources, schedule)

    shape = with_resources(act)
    if as_json:
        print_json(shape)
    else:
        console.print(f"{name} is started: task {shape['last']['task']['id']}", soft_wrap=True)


def _enable(name: str, enabled: bool, *, as_json: bool) -> None:
    async def act(resources: Resources) -> dict[str, Any]:
        from domain.jobs.starting import enable_schedule
        from jobs.timetable import named

        known = {each.name for each in _schedules()}
        await enable_schedule(name, enabled, known=known, unit_of_work=resources.unit_of_work)
        return await _shape(resources, named(name, _schedules()))

    shape = with_resources(act)
    if as_json:
        print_json(shape)
    else:
        console.print(f"{name} is {'enabled' if enabled else 'disabled'}")


def _schedules() -> tuple[Schedule, ...]:
    from jobs.settings import JobSettings
    from jobs.timetable import schedules

    return schedules(JobSettings())


async def _shape(resources: Resources, schedule: Schedule) -> dict[str, Any]:
    from domain.clock import SystemClock
    from graph.commands.shapes import schedule_shape
    from jobs.timetable import NOT_KEPT

    async with resources.unit_of_work() as work:
        kept: Keeping = (await work.schedules.keeping()).get(schedule.name, NOT_KEPT)
        task: Task | None = await work.tasks.get(kept.last.task_id) if kept.last else None
    return schedule_shape(schedule, kept, task, SystemClock().now())
