"""`apfa jobs`: jobs, and the tasks that used up their retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands import dead_letters
from graph.commands.output import AsJson, print_json, print_rows
from graph.commands.resources import console, with_resources
from graph.commands.short_ids import all_ids, named, short_id
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.jobs.job import Job, JobProgress
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="List, pause, stop and repeat background work.")
for command in (dead_letters.dead, dead_letters.requeue, dead_letters.discard):
    app.command(rich_help_panel="Dead letters")(command)

Ids = Annotated[
    list[str],
    typer.Argument(metavar="JOB...", help="Their ids, as `apfa jobs list` or the API shows."),
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
    rows = [
        (
            (
                short_id(job.id),
                job.kind,
                job.state,
                f"{done.done:,} of {done.total:,}",
                f"{job.created_at:%Y-%m-%d %H:%M}",
            ),
            _note(job, done),
        )
        for job, done in found
    ]
    columns = ("job", "kind", "state", "passages", "started (UTC)")
    print_rows(columns, rows, right=("passages",))


def _note(job: Job, done: JobProgress) -> str:
    """Say where a living job stands, what failed of it, and why it ended if it did not succeed."""
    parts = [] if job.state.is_terminal else [f"stage {job.stage}"]
    if done.rate is not None and done.seconds_left is not None:
        parts += [f"{done.rate:,.0f} a second", f"{done.seconds_left:,.0f} s left"]
    if done.failed:
        parts.append(f"{done.failed:,} passages failed")
    if job.error:
        parts.append(job.error)
    return ", ".join(parts)


@app.command()
@examples("apfa jobs pause 9f2c41ab07", "apfa jobs pause 9f2c41ab07 c07d11e9a4")
def pause(ids: Ids, as_json: AsJson = False) -> None:
    """Begin no more tasks of these jobs; those that run come to their end."""
    from domain.jobs.steering import pause_job

    _change(pause_job, ids, as_json=as_json)


@app.command()
@examples("apfa jobs resume 9f2c41ab07")
def resume(ids: Ids, as_json: AsJson = False) -> None:
    """Have paused jobs go on where they stood."""
    from domain.jobs.steering import resume_job

    _change(resume_job, ids, as_json=as_json)


@app.command()
@examples("apfa jobs revoke 9f2c41ab07")
def revoke(ids: Ids, as_json: AsJson = False) -> None:
    """Stop jobs: what waits never runs, what runs stops within two seconds."""
    from domain.jobs.steering import revoke_job

    _change(revoke_job, ids, as_json=as_json)


@app.command()
@examples("apfa jobs retry 9f2c41ab07")
def retry(ids: Ids, as_json: AsJson = False) -> None:
    """Run again what broke of jobs that failed or were stopped, and nothing else of them."""
    from domain.jobs.steering import retry_job

    _change(retry_job, ids, as_json=as_json)


def _change(change: Callable[..., Awaitable[Job]], ids: list[str], *, as_json: bool) -> None:
    """Change the jobs one after the other; the first that cannot be changed ends it."""
    from graph.commands.shapes import job_shape

    given = [named("Job", each) for each in ids]

    async def act(resources: Resources) -> list[Job]:
        known = await all_ids(resources, "Job", given)
        return [await change(each, unit_of_work=resources.unit_of_work) for each in known]

    jobs = with_resources(act)
    if as_json:
        print_json([job_shape(job) for job in jobs])
        return
    for job in jobs:
        console.print(f"job {short_id(job.id)} is {job.state}")
