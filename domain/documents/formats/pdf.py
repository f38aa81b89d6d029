"""PDF: the text of each page, under a heading with its number."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from io import BufferedIOBase
from typing import TYPE_CHECKING

from domain.documents.document import TextFormat
from domain.documents.formats.readout import Readout, Unreadable
from domain.documents.formats.whole import LARGEST_WHOLE, documents, read_bytes
from domain.errors import InvalidInput

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 5_000
_MARKS = re.compile(r"(?m)^(\s*)(#{1,6}(?=\s|$)|`{3,}|~{3,})")
_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")
"""What fonts without a table of characters give instead of text."""


def read_pdf(stream: BufferedIOBase, name: str) -> Iterator[Readout]:
    """Yield a PDF's document, and each page that cannot be read, by its number.

    Raises `InvalidInput` if the file is broken, needs a password, has more than 5,000 pages, or has no
    text: pictures of text must be recognised (OCR) first.
    """
    reader = _open(read_bytes(stream))
    pages: list[str] = []
    size = 0
    for number in range(1, _count(reader) + 1):
        try:
            text = _UNPRINTABLE.sub("\ufffd", reader.pages[number - 1].extract_text()).strip()
        except Exception as error:  # a broken page breaks it in any way there is
            yield Unreadable(number, f"page {number} cannot be read: {_reason(error)}")
            continue
        if text:
            pages.append(f"# Page {number}\n\n{_MARKS.sub(_escaped, text)}")
            size += len(text)
        if size > LARGEST_WHOLE:
            raise InvalidInput(f"its text is larger than {LARGEST_WHOLE:,} characters")
    if not pages:
        raise InvalidInput(
            "no text on any page: if these are pictures of text, recognise it (OCR) first"
        )
    yield from documents(
        "\n\n".join(pages), TextFormat.MARKDOWN, title=_title(reader) or name, name=name
    )


def _open(data: bytes) -> PdfReader:
    from pypdf import PdfReader  # noqa: PLC0415  # takes a fifth of a second, and is seldom needed

    # It reports each flaw that it can live with; they are of no use to who reads the documents.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    if not data.strip():
        raise InvalidInput("the file is empty")
    try:
        reader = PdfReader(io.BytesIO(data))
        # Files that anyone may read, but not change, are encrypted with an empty password.
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:  # a broken file breaks it in any way there is
        raise InvalidInput(f"not a PDF that can be read: {_reason(error)}") from error
    if locked:
        raise InvalidInput("the PDF is encrypted and needs a password: save it without one")
    return reader


def _count(reader: PdfReader) -> int:
    try:
        pages = len(reader.pages)
    except Exception as error:  # as above
        raise InvalidInput(f"not a PDF that can be read: {_reason(error)}") from error
    if pages > MOST_PAGES:
        raise InvalidInput(f"{pages:,} pages; at most {MOST_PAGES:,} are read")
    return pages


def _title(reader: PdfReader) -> str:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # it can do without
        return ""
    return _UNPRINTABLE.sub("", title or "").strip()


def _escaped(found: re.Match[str]) -> str:
    """Return what looks like a heading and is none, so that it stays text."""
    return f"{found[1]}\\{found[2]}"


def _reason(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__
