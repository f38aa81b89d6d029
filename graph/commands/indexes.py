"""`apfa index`: index versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands import golden
from graph.commands.output import AsJson, print_json, print_rows
from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.indexing.version import IndexVersion
    from domain.jobs.job import Job
    from domain.jobs.task import Task
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="List, rebuild, activate and roll back indexes.")
app.add_typer(golden.app, name="golden")


LARGEST_NUMBER = 2**31 - 1


@app.command("list")
@examples(
    "apfa index list",
    "apfa index list --json | jq '.[] | select(.state == \"ACTIVE\").number'",
)
def list_versions(as_json: AsJson = False) -> None:
    """List the newest index versions: which one serves, and what became of the others."""
    from domain.paging import LARGEST_PAGE, PageRequest
    from graph.commands.shapes import version_shape

    async def act(resources: Resources) -> list[IndexVersion]:
        async with resources.unit_of_work() as work:
            return list((await work.indexes.page(PageRequest(LARGEST_PAGE))).items)

    versions = with_resources(act)
    if as_json:
        print_json([version_shape(version) for version in versions])
    elif versions:
        _show(versions)
    else:
        console.print("no index yet: `apfa ingest` makes the first, `apfa demo` one to try")


def _show(versions: list[IndexVersion]) -> None:
    from rich.filesize import decimal

    numbers = ("version", "passages", "size")
    columns = ("version", "state", "type", "passages", "size", "built (UTC)")
    rows = [
        (
            (
                str(version.number),
                version.state,
                version.index_type or "",
                f"{version.passages:,}",
                decimal(version.bytes),
                f"{version.created_at:%Y-%m-%d %H:%M}",
            ),
            version.reason or "",
        )
        for version in versions
    ]
    active = [number for number, version in enumerate(versions) if version.state == "ACTIVE"]
    print_rows(columns, rows, right=numbers, bold=active)


@app.command()
@examples("apfa index rebuild")
def rebuild(as_json: AsJson = False) -> None:
    """Build a new version from everything that is embedded; the workers do it and swap it in."""
    from graph.commands.shapes import job_shape

    async def act(resources: Resources) -> Job:
        from domain.jobs.starting import start_rebuild

        return await start_rebuild(None, unit_of_work=resources.unit_of_work)

    job = job_shape(with_resources(act))
    if as_json:
        print_json({"job": job})
    else:
        console.print(f"the rebuild is enqueued: job {job['id']}", soft_wrap=True)


@app.command()
@examples("apfa index activate 3")
def activate(
    number: Annotated[
        int,
        typer.Argument(
            min=1,
            max=LARGEST_NUMBER,
            metavar="NUMBER",
            help="The version's number, as `apfa index list` shows.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Swap a version in; the one that serves now stays until the nodes are ready."""

    async def act(resources: Resources) -> tuple[IndexVersion, Task]:
        from domain.indexing.swap import request_activation

        return await request_activation(number, unit_of_work=resources.unit_of_work)

    _tell("the swap to", *with_resources(act), as_json=as_json)


@app.command()
@examples("apfa index rollback")
def rollback(as_json: AsJson = False) -> None:
    """Swap the version back in that served before the active one."""

    async def act(resources: Resources) -> tuple[IndexVersion, Task]:
        from domain.indexing.swap import request_rollback

        return await request_rollback(unit_of_work=resources.unit_of_work)

    _tell("the swap back to", *with_resources(act), as_json=as_json)


def _tell(what: str, version: IndexVersion, task: Task, *, as_json: bool) -> None:
    from graph.commands.shapes import swap_shape

    swap = swap_shape(version, task)
    if as_json:
        print_json(swap)
    else:
        says = f"{what} version {version.number} is enqueued: task {swap['task']['id']}"
        console.print(says, soft_wrap=True)
