"""Finding the sections of a Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text (character offsets, `end` exclusive) under a path of headings."""

    heading_path: tuple[str, ...]
    start: int
    end: int


def sections(text: str) -> Iterator[Section]:
    """Yield the sections of a Markdown text, which together are the whole of it.

    A section begins at its heading line; headings that follow one another without text between
    begin one section together. Only `#` headings count, and none inside a fenced block.
    """
    path: dict[int, str] = {}
    start = 0
    has_text = False
    for position, level, title in _lines(text):
        if level == 0:
            has_text = has_text or bool(title)
            continue
        if has_text:
            yield Section(tuple(path.values()), start, position)
            start, has_text = position, False
        path = {above: name for above, name in path.items() if above < level}
        path[level] = title
    yield Section(tuple(path.values()), start, len(text))


def without_headings(text: str, said: str) -> str:
    """Return a text without those heading lines at its beginning that `said` contains already.

    A text of nothing else is returned as it is.
    """
    lines = text.splitlines(keepends=True)
    for first, line in enumerate(lines):
        heading = _HEADING.match(line.rstrip("\r\n"))
        if line.strip() and not (heading and (heading[2] or "").strip() in said):
            return "".join(lines[first:])
    return text


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each line's offset, heading level (0 for none) and stripped content."""
    fence = ""
    position = 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip("\r\n")
        heading = None if fence else _HEADING.match(content)
        if heading:
            yield position, len(heading[1]), (heading[2] or "").strip()
        else:
            fence = _fence_after(content, fence)
            yield position, 0, content.strip()
        position += len(line)


def _fence_after(line: str, fence: str) -> str:
    """Return the open fence after the line; a fence is closed by its own kind, at least as long."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        return found[1]
    closes = found[1].startswith(fence) and line.strip() == found[1]
    return "" if closes else fence
