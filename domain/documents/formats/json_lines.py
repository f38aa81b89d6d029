"""JSON lines: a record a line, streamed; a bad line is named and the others go in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from domain.documents.formats.lines import LONGEST_LINE, bounded_lines
from domain.documents.formats.readout import Readout, Unreadable
from domain.documents.formats.records import draft_from_record
from domain.errors import InvalidInput


def read_json_lines(stream: IO[bytes], name: str) -> Iterator[Readout]:
    """Yield a document for each line; empty lines are skipped."""
    for number, line in enumerate(bounded_lines(stream), start=1):
        if line is None:
            yield Unreadable(number, f"longer than {LONGEST_LINE:,} bytes")
        elif line.strip():
            yield _readout(line, number, name)


def _readout(line: bytes, number: int, name: str) -> Readout:
    try:
        record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        if not isinstance(record, dict):
            return Unreadable(number, "not a JSON object")
        return draft_from_record(record, default_source=name)
    except UnicodeDecodeError:
        return Unreadable(number, "not UTF-8")
    except RecursionError:
        return Unreadable(number, "not JSON: nested too deeply")
    except json.JSONDecodeError as error:
        return Unreadable(number, f"not JSON: {error.msg} at character {error.colno}")
    except ValueError:  # from `int`, of thousands of digits
        return Unreadable(number, "not JSON: a number is too long to read")
    except InvalidInput as error:
        return Unreadable(number, error.message)
