"""HTML: what a reader would read, as Markdown with the page's own headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedIOBase

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from domain.documents.document import TextFormat
from domain.documents.formats.readout import Readout
from domain.documents.formats.whole import documents, read_text

_PIECE = 65_536
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEFT_OUT = frozenset(
    {"script", "style", "noscript", "template", "nav", "svg", "math", "iframe", "object", "canvas"}
    | {"audio", "video", "button", "select", "textarea", "datalist"}
)
_OWN_LINES = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "details", "dialog", "div"}
    | {"dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "main"}
    | {"menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul"}
)
_CELLS = frozenset({"td", "th"})
_CLOSE_TOGETHER = {"li": "- ", "tr": "", "dt": "", "dd": ""}
"""What stands on a line of its own, without an empty one before it, and what it begins with."""
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"(?m)^(\s*)(#{1,6}(?=\s|$)|`{3,}|~{3,})")


def read_html(stream: BufferedIOBase, name: str) -> Iterator[Readout]:
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
        self._text: list[str] = []
        self._line: list[str] = []
        self._prefix = ""
        self._close = self._was_close = False
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
        elif tag == "br":
            self._line.append("\n")
        elif tag in _CELLS:
            self._line.append(" | " if any(piece.strip() for piece in self._line) else "")
        else:
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._break("#" * _HEADINGS[tag] + " ")
        elif tag in _CLOSE_TOGETHER:
            self._break(_CLOSE_TOGETHER[tag], close=True)
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
        elif tag in _HEADINGS or tag in _CLOSE_TOGETHER:
            self._break("")
        elif tag in _OWN_LINES:
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
        return "".join(self._text).strip()

    def _break(self, prefix: str | None = None, *, close: bool = False) -> None:
        """End what was being written; begin anew with this prefix, or with one still waiting for text."""
        text = "".join(self._line)
        if self._preformatted:
            text = text.strip("\n")
        else:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
        self._line.clear()
        if text.strip():
            self._add(text)
            self._prefix, self._close = "", False
        if prefix is not None:
            self._prefix, self._close = prefix, close

    def _add(self, text: str) -> None:
        if self._prefix.startswith("#"):
            text = " ".join(text.split())
            self._first_heading = self._first_heading or text
        else:
            text = _MARKS.sub(r"\1\\\2", text)  # what looks like a heading and is none
        gap = "\n" if self._close and self._was_close else "\n\n"
        self._text += (gap, self._prefix, text)
        self._was_close = self._close
