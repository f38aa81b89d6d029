"""How answers and passages look in a terminal; both are taken in the shape that the API gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.markdown import Markdown
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from graph.commands.output import plain_table
from graph.commands.resources import console

LONGEST_PREVIEW = 300


def print_answer(answer: Mapping[str, Any]) -> None:
    """Print an answer: the question, the text, its sources by number, what it was made with."""
    console.print(Panel(Text(answer["question"]), title="Question", title_align="left"))
    console.print(Markdown(answer["answer"]))
    if answer["citations"]:
        console.print()
        console.print(_sources(answer["citations"]))
    version = answer["indexVersion"]
    index = f"index version {version}" if version else "no index serves yet: no sources"
    times = ", ".join(
        f"{time['stage']} {time['milliseconds']:.0f} ms" for time in answer["timings"]
    )
    console.print()
    console.print(f"{index}; {answer['writer']}; {times}", style="dim")
    console.print(f"record {answer['id']}", style="dim", soft_wrap=True)
    console.print(
        f"to go on: --conversation {answer['conversationId']}", style="dim", soft_wrap=True
    )


def print_hits(found: Mapping[str, Any]) -> None:
    """Print passages, best first, with how the search scored them."""
    if found["indexVersion"] is None:
        console.print("no index serves yet: ingest documents first", style="yellow")
    elif not found["hits"]:
        console.print("nothing found")
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column(justify="right", style="dim")
    table.add_column(overflow="fold")
    for number, hit in enumerate(found["hits"], start=1):
        table.add_row(str(number), f"{hit['score']:.2f}", _hit(hit["passage"]))
    console.print(table)


def _hit(passage: Mapping[str, Any]) -> Text:
    """A passage's title and nearest heading, where it is from, and how it begins."""
    heading, text = _begin(passage["text"])
    title = passage["title"]
    if heading not in {"", title}:
        title = f"{title}: {heading}"
    reference = passage["reference"] or passage["source"]
    return Text.assemble((title, "bold"), "\n", (reference, "dim"), "\n", text, "\n")


def _begin(text: str) -> tuple[str, str]:
    """Return the last of the Markdown headings that a passage begins with, and the text below it, cut."""
    heading = ""
    while text.startswith("#"):
        line, _, text = text.partition("\n")
        heading, text = line.lstrip("#").strip(), text.lstrip()
    words = " ".join(text.split())
    return heading, words if len(words) <= LONGEST_PREVIEW else f"{words[:LONGEST_PREVIEW]} …"


def _sources(citations: list[Mapping[str, Any]]) -> Table:
    table = plain_table("", "sources", "score", right=("score",))
    for citation in citations:
        passage = citation["passage"]
        table.add_row(
            Text(f"[{citation['number']}]", style="bold"),
            Text.assemble(
                passage["title"], "\n", (passage["reference"] or passage["source"], "dim")
            ),
            Text(f"{citation['score']:.2f}", style="dim"),
        )
    return table
