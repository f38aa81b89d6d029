"""Reading documents from files: what each format becomes, line by line, in bounded memory."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from domain.documents.document import LONGEST_TEXT, DocumentDraft, TextFormat
from domain.errors import InvalidInput

LONGEST_LINE = 4 * LONGEST_TEXT
"""Bytes of one JSON line: a text of the longest kind, escaped."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be kept, where it stands (line number from 1), and why."""

    line: int
    reason: str


Readout = DocumentDraft | Unreadable
Reader = Callable[[IO[bytes], str], Iterator[Readout]]


def read_file(path: Path, advance: Callable[[int], None] = lambda size: None) -> Iterator[Readout]:
    """Yield a file's documents. `advance` is called with the bytes of the file read since the last call.

    Raises `InvalidInput`, naming the file, if its format is not known or it cannot be read at all.
    """
    inner = path.with_suffix("") if path.suffix == ".gz" else path
    reader = READERS.get(inner.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise InvalidInput(f"{path}: not a format that can be read ({known}, each also as .gz)")
    try:
        with path.open("rb") as raw:
            stream: IO[bytes] = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw  # type: ignore[assignment]  # it is one in all but name
            read = 0
            for readout in reader(stream, inner.stem):
                yield readout
                position = raw.tell()
                advance(position - read)
                read = position
    except (OSError, EOFError, zlib.error) as error:  # gzip reports damage in all three ways
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InvalidInput(f"{path}: {reason}") from error


def _json_lines(stream: IO[bytes], name: str) -> Iterator[Readout]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield Unreadable(number, f"longer than {LONGEST_LINE:,} bytes")
        elif line.strip():
            yield _from_json(line, number, name)


def _from_json(line: bytes, number: int, name: str) -> Readout:
    try:
        record = json.loads(line)
        if not isinstance(record, dict):
            return Unreadable(number, "not a JSON object")
        return draft_from_record(record, default_source=name)
    except UnicodeDecodeError:
        return Unreadable(number, "not UTF-8")
    except (ValueError, RecursionError) as error:
        return Unreadable(number, f"not JSON: {error}")
    except InvalidInput as error:
        return Unreadable(number, error.message)


def draft_from_record(record: dict[str, Any], *, default_source: str) -> DocumentDraft:
    """Return the draft of one record. Raises `InvalidInput`.

    `text` is needed; `id`, `title`, `source`, `tags` and `effective_date` (ISO 8601) are taken if there.
    """
    return DocumentDraft(
        text=_string(record, "text"),
        title=_string(record, "title") or _string(record, "id"),
        reference=_string(record, "id").strip(),
        source=_string(record, "source") or default_source,
        effective_date=_date(record),
        format=TextFormat.RECORD,
        tags=_tags(record),
    )


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key, "")
    if not isinstance(value, str):
        raise InvalidInput(f"{key} is not a string", field=key)
    return value


def _date(record: dict[str, Any]) -> date | None:
    value = _string(record, "effective_date")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise InvalidInput(
            "effective_date is not a date (YYYY-MM-DD)", field="effective_date"
        ) from error


def _tags(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("tags", [])
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise InvalidInput("tags is not a list of strings", field="tags")
    return tuple(value)


def _whole(text_format: TextFormat) -> Reader:
    def read(stream: IO[bytes], name: str) -> Iterator[Readout]:
        data = stream.read(4 * LONGEST_TEXT + 1)
        try:
            text = data.decode("utf-8-sig")
            title = _first_heading(text) if text_format is TextFormat.MARKDOWN else None
            yield DocumentDraft(
                text=text, title=title or name, reference=name, source=name, format=text_format
            )
        except UnicodeDecodeError:
            yield Unreadable(1, "not UTF-8 text")
        except InvalidInput as error:
            yield Unreadable(1, error.message)

    return read


def _first_heading(text: str) -> str | None:
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return None


READERS: dict[str, Reader] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".md": _whole(TextFormat.MARKDOWN),
    ".txt": _whole(TextFormat.PLAIN),
}
