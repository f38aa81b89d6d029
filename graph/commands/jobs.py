"""`apfa jobs`: jobs, and the tasks that used up their retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands import dead_letters
from graph.commands.output import AsJson, plain_table, print_json
from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.jobs.job import Job, JobProgress
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="List, pause, stop and repeat background work.")
for command in (dead_letters.dead, dead_letters.requeue, dead_letters.discard):
    app.command(rich_help_panel="Dead letters")(command)

Ids = Annotated[
    list[str], typer.Argument(metavar="JOB...", help="Their ids, as `apfa jobs list` shows.")
]


@app.command("list")
@examples(
    "apfa jobs list",
    "apfa jobs list --json | jq '.[] | select(.state == \"FAILED\").error'",
)
def list_jobs(
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many at most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the newest jobs: how far they have come, and what became of them."""
    from domain.paging import PageRequest
    from graph.commands.shapes import job_shape, progress_shape

    async def act(resources: Resources) -> list[tuple[Job, JobProgress]]:
        async with resources.unit_of_work() as work:
            page = await work.jobs.page(PageRequest(limit))
            return [(job, await work.jobs.progress(job.id)) for job in page.items]

    found = with_resources(act)
    if as_json:
        print_json([{**job_shape(job), "progress": progress_shape(done)} for job, done in found])
    elif found:
        _show(found)
    else:
        console.print("no job yet: `apfa ingest` starts one")


def _show(found: list[tuple[Job, JobProgress]]) -> None:
    from graph.types.node import global_id

    columns = ("job", "kind", "state", "stage", "passages", "failed", "left", "started", "error")
    table = plain_table(*columns, right=("passages", "failed", "left"))
    for job, done in found:
        left = "" if done.seconds_left is None else f"{done.seconds_left:,.0f} s"
        table.add_row(
            global_id("Job", job.id),
            job.kind,
            job.state,
            job.stage,
            f"{done.done:,} of {done.total:,}",
            f"{done.failed:,}",
            "" if job.state.is_terminal else left,
            f"{job.created_at:%Y-%m-%d %H:%M}",
            job.error or "",
        )
    console.print(table)


@app.command()
@examples("apfa jobs pause Sm9iOjE", "apfa jobs pause Sm9iOjE Sm9iOjI")
def pause(ids: Ids, as_json: AsJson = False) -> None:
    """Begin no more tasks of these jobs; those that run come to their end."""
    from domain.jobs.steering import pause_job

    _change(pause_job, ids, as_json=as_json)


@app.command()
@examples("apfa jobs resume Sm9iOjE")
def resume(ids: Ids, as_json: AsJson = False) -> None:
    """Have paused jobs go on where they stood."""
    from domain.jobs.steering import resume_job

    _change(resume_job, ids, as_json=as_json)


@app.command()
@examples("apfa jobs revoke Sm9iOjE")
def revoke(ids: Ids, as_json: AsJson = False) -> None:
    """Stop jobs: what waits never runs, what runs stops within two seconds."""
    from domain.jobs.steering import revoke_job

    _change(revoke_job, ids, as_json=as_json)


@app.command()
@examples("apfa jobs retry Sm9iOjE")
def retry(ids: Ids, as_json: AsJson = False) -> None:
    """Run again what broke of jobs that failed or were stopped, and nothing else of them."""
    from domain.jobs.steering import retry_job

    _change(retry_job, ids, as_json=as_json)


def _change(change: Callable[..., Awaitable[Job]], ids: list[str], *, as_json: bool) -> None:
    """Change the jobs one after the other; the first that cannot be changed ends it."""
    from graph.commands.shapes import job_shape
    from graph.types.node import uuid_of

    known = [uuid_of("Job", each) for each in ids]

    async def act(resources: Resources) -> list[Job]:
        return [await change(each, unit_of_work=resources.unit_of_work) for each in known]

    shapes = [job_shape(job) for job in with_resources(act)]
    if as_json:
        print_json(shapes)
        return
    for job in shapes:
        console.print(f"job {job['id']} is {job['state']}", soft_wrap=True)
