"""`apfa schema`: the GraphQL schema as text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.commands.teaching import examples


@examples("apfa schema > schema.graphql", "apfa schema --check schema.graphql")
def schema(
    check: Annotated[
        Path | None,
        typer.Option(help="Compare with this file instead; exit 1 if it differs.", exists=True),
    ] = None,
) -> None:
    """Print the GraphQL schema in the schema definition language."""
    from graph.schema import print_schema

    printed = print_schema()
    if check is None:
        typer.echo(printed, nl=False)
    elif check.read_text(encoding="utf-8") != printed:
        typer.echo(f"{check} is not what the code prints: run `apfa schema > {check}`", err=True)
        raise typer.Exit(1)
