"""How answers and passages look in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
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


Source = tuple[int, str, str, float]
"""A cited passage: its number in the text, title, reference, score."""


def print_advice(advice: Advice) -> None:
    """Print a recorded answer with its sources and what it was made with."""
    times = ", ".join(f"{time.stage} {time.milliseconds:.0f} ms" for time in advice.timings)
    index = f"index version {advice.index_version}" if advice.index_version else "no index yet"
    print_answer(
        advice.request.question,
        advice.answer,
        [
            (
                citation.number,
                citation.passage.title,
                citation.passage.reference or citation.passage.source,
                citation.score,
            )
            for citation in advice.citations
        ],
        f"{index}; {advice.writer}; {times}; record {advice.id}",
    )


def print_answer(question: str, answer: str, sources: Sequence[Source], made_with: str) -> None:
    """Print an answer: the question, the text, its sources by number, what it was made with."""
    console.print(Panel(Text(question), title="Question", title_align="left"))
    console.print(Markdown(answer))
    if sources:
        table = Table(title="Sources", title_justify="left", box=None, pad_edge=False)
        table.add_column("", justify="right")
        table.add_column("title", overflow="fold")
        table.add_column("reference", overflow="fold")
        table.add_column("score", justify="right")
        for number, title, reference, score in sources:
            table.add_row(Text(f"[{number}]"), Text(title), Text(reference), f"{score:.2f}")
        console.print()
        console.print(table)
    console.print()
    console.print(made_with, style="dim", soft_wrap=True)


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
            Text(hit.passage.reference),
            Text.assemble((hit.passage.title, "bold"), "\n", preview, "\n"),
        )
    console.print(table)
