"""Lines of bounded length, whatever the stream holds."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase

from domain.documents.document import LONGEST_TEXT

LONGEST_LINE = 4 * LONGEST_TEXT
"""Bytes of one line: a text of the longest kind, escaped."""


def bounded_lines(stream: BufferedIOBase) -> Iterator[bytes | None]:
    """Yield a stream's lines with their ends; None for one that is too long, which is skipped."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
        yield None
