"""How answers and passages look in a terminal; both are taken in the shape that the API gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.markdown import Markdown
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from graph.commands.running import console

LONGEST_PREVIEW = 300


def print_answer(answer: Mapping[str, Any]) -> None:
    """Print an answer: the question, the text, its sources by number, what it was made with."""
    console.print(Panel(Text(answer["question"]), title="Question", title_align="left"))
    console.print(Markdown(answer["answer"]))
    if answer["citations"]:
        console.print()
        console.print(_sources(answer["citations"]))
    version = answer["indexVersion"]
    index = f"index version {version}" if version else "no index serves yet"
    times = ", ".join(
        f"{time['stage']} {time['milliseconds']:.0f} ms" for time in answer["timings"]
    )
    console.print()
    console.print(f"{index}; {answer['writer']}; {times}; record {answer['id']}", style="dim")


def print_hits(found: Mapping[str, Any]) -> None:
    """Print passages, best first, with how the search scored them."""
    if found["indexVersion"] is None:
        console.print("no index serves yet: ingest documents first", style="yellow")
    table = Table(box=None, pad_edge=False, show_header=bool(found["hits"]))
    table.add_column("", justify="right")
    table.add_column("score", justify="right")
    table.add_column("reference", overflow="fold", max_width=30)
    table.add_column("passage", overflow="fold")
    for number, hit in enumerate(found["hits"], start=1):
        passage = hit["passage"]
        preview = passage["text"][:LONGEST_PREVIEW]
        if len(passage["text"]) > LONGEST_PREVIEW:
            preview += " …"
        table.add_row(
            str(number),
            f"{hit['score']:.3f}",
            Text(passage["reference"]),
            Text.assemble((passage["title"], "bold"), "\n", preview, "\n"),
        )
    console.print(table)


def _sources(citations: list[Mapping[str, Any]]) -> Table:
    table = Table(title="Sources", title_justify="left", box=None, pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("title", overflow="fold")
    table.add_column("reference", overflow="fold")
    table.add_column("score", justify="right")
    for citation in citations:
        passage = citation["passage"]
        table.add_row(
            Text(f"[{citation['number']}]"),
            Text(passage["title"]),
            Text(passage["reference"] or passage["source"]),
            f"{citation['score']:.2f}",
        )
    return table
