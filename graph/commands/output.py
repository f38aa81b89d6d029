"""How the commands answer scripts: one option, and one document of JSON on standard output."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import typer
from rich.table import Table

from graph.commands.resources import console


def _aside(wanted: bool) -> bool:
    """Send what is told to people to standard error, so that standard output is JSON alone."""
    console.stderr = wanted
    return wanted


AsJson = Annotated[
    bool,
    typer.Option(
        "--json",
        callback=_aside,
        help="Print JSON, for scripts; names and ids are those of the API.",
        rich_help_panel="Output",
    ),
]


def print_json(value: Any) -> None:
    """Print a value as JSON; times and days as the API gives them."""
    typer.echo(json.dumps(value, indent=2, default=_plain))


def plain_table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """Return a table without lines, whose cells are folded and never cut off."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def _plain(value: Any) -> str:
    if isinstance(value, date):  # or a datetime, which is one
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")
