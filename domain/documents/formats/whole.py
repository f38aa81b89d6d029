"""Files that are one document each: read whole, in bounded size, and cut where they are too long for one."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase

from domain.documents.document import LONGEST_LABEL, LONGEST_TEXT, DocumentDraft, TextFormat
from domain.documents.formats.readout import Readout, Unreadable
from domain.errors import InvalidInput

LARGEST_WHOLE = 50_000_000
"""Bytes, unpacked, of a file that is read whole."""


def read_bytes(stream: BufferedIOBase) -> bytes:
    """Return all that is in a stream. Raises `InvalidInput` beyond 50 MB, however small it came packed."""
    data = stream.read(LARGEST_WHOLE + 1)
    if len(data) > LARGEST_WHOLE:
        raise InvalidInput(f"larger than {LARGEST_WHOLE:,} bytes (unpacked)")
    return data


def read_text(stream: BufferedIOBase) -> str:
    """Return a stream's text, without a byte order mark. Raises `InvalidInput` unless it is UTF-8 text."""
    try:
        text = read_bytes(stream).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("not UTF-8 text: save it as UTF-8") from error
    if "\x00" in text:
        raise InvalidInput("the text contains NUL characters: is it a binary file?")
    return text


def documents(text: str, text_format: TextFormat, *, title: str, name: str) -> Iterator[Readout]:
    """Yield one document, or several parts of up to 1,000,000 characters, all with `name` as reference."""
    if not text.strip():
        yield Unreadable(1, "there is no text in it")
        return
    parts = _parts(text)
    for number, part in enumerate(parts, start=1):
        suffix = f" (part {number} of {len(parts)})" if len(parts) > 1 else ""
        try:
            yield DocumentDraft(
                text=part,
                title=_label(title, LONGEST_LABEL - len(suffix)) + suffix,
                reference=_label(name),
                source=_label(name),
                format=text_format,
            )
        except InvalidInput as error:
            yield Unreadable(1, error.message)


def _label(text: str, most: int = LONGEST_LABEL) -> str:
    """Return what fits into a label, on one line."""
    return " ".join(text.split())[:most]


def _parts(text: str) -> list[str]:
    """Cut a text where a paragraph ends, or a line, or else at the very limit."""
    parts = []
    while len(text) > LONGEST_TEXT:
        end = max(text.rfind("\n\n", LONGEST_TEXT // 2, LONGEST_TEXT), 0)
        end = end or max(text.rfind("\n", LONGEST_TEXT // 2, LONGEST_TEXT), 0) or LONGEST_TEXT
        parts.append(text[:end])
        text = text[end:]
    return [part for part in (*parts, text) if part.strip()]
