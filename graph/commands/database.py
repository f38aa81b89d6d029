"""`apfa db`: the database's own upkeep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from graph.commands.running import console, with_resources

if TYPE_CHECKING:
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="Migrate the database; show where it is.")


@app.command()
def migrate() -> None:
    """Bring the tables to this version's form; safe to repeat, and from several places at once."""

    async def act(resources: Resources) -> None:
        del resources  # opening them migrates

    with_resources(act)
    console.print("the database is up to date")


@app.command()
def url() -> None:
    """Print the address of the database in use, for psql and other tools."""

    async def act(resources: Resources) -> str:
        return resources.database_url

    console.print(with_resources(act), soft_wrap=True)
