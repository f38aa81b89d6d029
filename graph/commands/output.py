"""How the commands answer scripts: one option, and one document of JSON on standard output."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated, Any

import typer
from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph.commands.resources import console

NOTE_INDENT = 4


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


def print_rows(
    columns: tuple[str, ...],
    rows: Sequence[tuple[tuple[str, ...], str]],
    *,
    right: tuple[str, ...] = (),
    bold: Collection[int] = (),
) -> None:
    """Print rows in columns as wide as they need to be, each with its note on the lines below.

    Only the notes are wrapped, between words: names and ids stay in one piece. Rows whose numbers are in
    `bold` stand out.
    """
    lines = [columns, *(cells for cells, _ in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]

    def line(cells: tuple[str, ...], style: str) -> None:
        placed = [
            " " * (width - cell_len(cell)) + cell if name in right else set_cell_size(cell, width)
            for name, cell, width in zip(columns, cells, widths, strict=True)
        ]
        console.print(Text("  ".join(placed).rstrip(), style=style), soft_wrap=True)

    line(columns, "bold")
    for number, (cells, note) in enumerate(rows):
        line(cells, "bold" if number in bold else "")
        if note:
            print_note(note)


def print_note(text: str) -> None:
    """Print what belongs to the line above, indented and wrapped between words."""
    console.print(Padding(Text(text, style="dim"), (0, 0, 0, NOTE_INDENT), expand=False))


def _plain(value: Any) -> str:
    if isinstance(value, date):  # or a datetime, which is one
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")
