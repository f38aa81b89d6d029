"""`apfa index`: index versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.running import console, with_resources

if TYPE_CHECKING:
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="List, rebuild, activate and roll back indexes.")


@app.command("list")
def list_versions() -> None:
    """List the newest index versions."""
    from rich.filesize import decimal
    from rich.table import Table

    from domain.paging import LARGEST_PAGE, PageRequest

    async def act(resources: Resources) -> Table:
        table = Table("version", "state", "type", "passages", "size", "built", "reason")
        async with resources.unit_of_work() as work:
            page = await work.indexes.page(PageRequest(LARGEST_PAGE))
        for version in page.items:
            table.add_row(
                str(version.number),
                version.state,
                version.index_type or "",
                f"{version.passages:,}",
                decimal(version.bytes),
                f"{version.created_at:%Y-%m-%d %H:%M:%S}",
                version.reason or "",
            )
        return table

    console.print(with_resources(act))


@app.command()
def rebuild() -> None:
    """Build a new version from everything that is embedded; the workers do it and swap it in."""

    async def act(resources: Resources) -> str:
        from domain.jobs.control import start_rebuild

        job = await start_rebuild(None, unit_of_work=resources.unit_of_work)
        return f"job {job.id}: rebuild enqueued"

    console.print(with_resources(act))


@app.command()
def activate(
    number: Annotated[
        int, typer.Argument(help="The version's number, as `apfa index list` shows.")
    ],
) -> None:
    """Swap a version in; the one that serves now stays until the nodes are ready."""

    async def act(resources: Resources) -> str:
        from domain.indexing.lifecycle import request_activation

        _, task = await request_activation(number, unit_of_work=resources.unit_of_work)
        return f"task {task.id}: the swap to version {number} is enqueued"

    console.print(with_resources(act))


@app.command()
def rollback() -> None:
    """Swap the version back in that served before the active one."""

    async def act(resources: Resources) -> str:
        from domain.indexing.lifecycle import request_rollback

        version, task = await request_rollback(unit_of_work=resources.unit_of_work)
        return f"task {task.id}: the swap back to version {version.number} is enqueued"

    console.print(with_resources(act))
