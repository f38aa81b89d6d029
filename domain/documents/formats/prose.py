"""Markdown and plain text."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase

from domain.documents.document import TextFormat
from domain.documents.formats.readout import Readout
from domain.documents.formats.whole import documents, read_text


def read_markdown(stream: BufferedIOBase, name: str) -> Iterator[Readout]:
    """Yield a Markdown file's document; its title is the first heading of the first level."""
    text = read_text(stream)
    yield from documents(text, TextFormat.MARKDOWN, title=_first_heading(text) or name, name=name)


def read_plain(stream: BufferedIOBase, name: str) -> Iterator[Readout]:
    """Yield a text file's document."""
    yield from documents(read_text(stream), TextFormat.PLAIN, title=name, name=name)


def _first_heading(text: str) -> str | None:
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return None
