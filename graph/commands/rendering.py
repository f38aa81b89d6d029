"""How answers and passages look in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markdown import Markdown
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from graph.commands.running import console

if TYPE_CHECKING:
    from domain.advice.advice import Advice
    from domain.retrieval.library import Retrieval

LONGEST_PREVIEW = 300


def print_advice(advice: Advice) -> None:
    """Print an answer: the text, then its sources by number, then what it was made with."""
    console.print(Panel(Text(advice.request.question), title="Question", title_align="left"))
    console.print(Markdown(advice.answer))
    if advice.citations:
        table = Table(title="Sources", title_justify="left", box=None, pad_edge=False)
        table.add_column("", justify="right")
        table.add_column("title", overflow="fold")
        table.add_column("reference", overflow="fold")
        table.add_column("score", justify="right")
        for citation in advice.citations:
            passage = citation.passage
            table.add_row(
                f"[{citation.number}]".replace("[", r"\["),
                passage.title,
                passage.reference or passage.source,
                f"{citation.score:.2f}",
            )
        console.print()
        console.print(table)
    times = ", ".join(f"{time.stage} {time.milliseconds:.0f} ms" for time in advice.timings)
    index = f"index version {advice.index_version}" if advice.index_version else "no index yet"
    console.print()
    console.print(f"{index}; {advice.writer}; {times}; record {advice.id}", style="dim")


def print_hits(found: Retrieval) -> None:
    """Print passages, best first, with how each part of the search scored them."""
    if found.version is None:
        console.print("no index serves yet: ingest documents first", style="yellow")
    table = Table(box=None, pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("score", justify="right")
    table.add_column("reference", overflow="fold")
    table.add_column("passage", overflow="fold")
    for number, hit in enumerate(found.hits, start=1):
        preview = hit.passage.text[:LONGEST_PREVIEW]
        if len(hit.passage.text) > LONGEST_PREVIEW:
            preview += " …"
        table.add_row(
            str(number),
            f"{hit.score:.3f}",
            hit.passage.reference,
            Text.assemble((hit.passage.title, "bold"), "\n", preview, "\n"),
        )
    console.print(table)
