"""HTML: what a reader would read, as Markdown with the page's own headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from domain.documents.document import TextFormat
from domain.documents.formats.readout import Readout
from domain.documents.formats.whole import documents, read_text

_PIECE = 65_536
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEFT_OUT = frozenset(
    "script style noscript template nav svg math iframe object canvas audio video button select "
    "textarea datalist".split()
)
_OWN_LINES = frozenset(
    "address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption "
    "figure footer form header hr html main menu ol p pre section summary table tbody tfoot thead "
    "title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[^\S\u00a0]+|\u00a0")
_MARKS = re.compile(r"(?m)^(\s*)(#{1,6}(?=\s|$)|`{3,}|~{3,})")
_BLANK = re.compile(r"\n{3,}")


def read_html(stream: IO[bytes], name: str) -> Iterator[Readout]:
    """Yield a page's document: its text in UTF-8, whatever the page says of itself.

    Headings stay headings; scripts, styles, navigation and controls are left out; a table's row is a
    line. The title is the page's, or else its first heading.
    """
    data = read_text(stream).encode()
    page = _Page()
    # Events, not a tree: no nesting is too deep, and nothing is kept but the text.
    parser = etree.HTMLParser(target=page, encoding="utf-8")
    for start in range(0, len(data), _PIECE):
        parser.feed(data[start : start + _PIECE])
    if data.strip():
        parser.close()
    text = page.text()
    yield from documents(text, TextFormat.MARKDOWN, title=page.title() or name, name=name)


class _Page:
    """Takes the parser's events and puts the text together."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._prefix = ""
        self._left_out = 0
        self._preformatted = 0
        self._title: list[str] = []
        self._in_title = False
        self._first_heading = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        del attributes
        if tag in _LEFT_OUT:
            self._left_out += 1
        elif tag == "title":
            self._in_title = True
        elif tag in _HEADINGS:
            self._break("#" * _HEADINGS[tag] + " ")
        elif tag == "li":
            self._break("- ")
        elif tag == "br":
            self._line.append("\n")
        elif tag in _CELLS:
            self._line.append(" | " if self._line else "")
        elif tag in _OWN_LINES:
            self._break()
        if tag == "pre":
            self._preformatted += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _LEFT_OUT:
            self._left_out = max(0, self._left_out - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in _HEADINGS or tag in _OWN_LINES or tag == "li":
            self._break()
        if tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)

    def data(self, text: str) -> None:
        """Text comes, a piece at a time."""
        if self._in_title:
            self._title.append(text)
        elif not self._left_out:
            self._line.append(text if self._preformatted else _SPACE.sub(" ", text))

    def close(self) -> None:
        """The page ends."""
        self._break()

    def title(self) -> str:
        """Return the page's title, or its first heading; empty if it has neither."""
        return " ".join("".join(self._title).split()) or self._first_heading

    def text(self) -> str:
        """Return the text as Markdown."""
        return _BLANK.sub("\n\n", "\n\n".join(self._blocks)).strip()

    def _break(self, prefix: str = "") -> None:
        """End the line that was being written and begin one with this prefix."""
        text = "".join(self._line)
        if not self._preformatted:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        text = text.strip("\n" if self._preformatted else None)
        if text.strip():
            self._add(text)
        self._line.clear()
        self._prefix = prefix

    def _add(self, text: str) -> None:
        if self._prefix.startswith("#"):
            text = " ".join(text.split())
            self._first_heading = self._first_heading or text
        else:
            text = _MARKS.sub(r"\1\\\2", text)  # what looks like a heading and is none
        self._blocks.append(self._prefix + text)
