"""JSON lines: a record a line, streamed; a bad line is named and the others go in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any

from domain.documents.formats.lines import LONGEST_LINE, bounded_lines
from domain.documents.formats.readout import Readout, Unreadable
from domain.documents.formats.records import draft_from_record
from domain.errors import InvalidInput


def read_json_lines(stream: BufferedIOBase, name: str) -> Iterator[Readout]:
    """Yield a document for each line; empty lines are skipped."""
    for number, line in enumerate(bounded_lines(stream), start=1):
        if line is None:
            yield Unreadable(number, f"longer than {LONGEST_LINE:,} bytes")
        elif line.strip():
            yield _readout(line, number, name)


def _readout(line: bytes, number: int, name: str) -> Readout:
    try:
        return draft_from_record(_record(line, first=number == 1), default_source=name)
    except InvalidInput as error:
        return Unreadable(number, error.message)


def _record(line: bytes, *, first: bool) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        raise InvalidInput("not UTF-8 text") from error
    except RecursionError as error:
        raise InvalidInput("not JSON: nested too deeply") from error
    except json.JSONDecodeError as error:
        raise InvalidInput(f"not JSON: {error.msg} at character {error.colno}") from error
    except ValueError as error:  # from `int`, of thousands of digits
        raise InvalidInput("not JSON: a number is too long to read") from error
    if not isinstance(record, dict):
        raise InvalidInput("not a JSON object")
    return record
