"""`apfa db`: the database's own upkeep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="Migrate the database; show where it is.")


@app.command()
@examples("apfa db migrate")
def migrate() -> None:
    """Bring the tables to this version's form.

    Safe to repeat, and from several places at once; every part does it when it starts.
    """

    async def act(resources: Resources) -> None:
        del resources  # opening them migrates

    with_resources(act)
    console.print("the database is up to date")


@app.command()
@examples("apfa db url", 'psql "$(apfa db url | sed s/+asyncpg//)"')
def url() -> None:
    """Print the address of the database in use, for psql and other tools."""

    async def act(resources: Resources) -> str:
        return resources.database_url

    typer.echo(with_resources(act))
