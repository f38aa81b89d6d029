"""CSV: a header row names the columns, each row after it is a record."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from io import BufferedIOBase

from domain.documents.formats.lines import LONGEST_LINE, bounded_lines
from domain.documents.formats.readout import Readout, Unreadable
from domain.documents.formats.records import FIELDS, draft_from_record
from domain.errors import InvalidInput

DELIMITERS = ",;\t|"
"""What may stand between columns; the header row shows which it is."""


def read_csv(stream: BufferedIOBase, name: str) -> Iterator[Readout]:
    """Yield a document for each row, as RFC 4180 has it: quotes hold line ends, and are doubled inside.

    The columns are those of a record (`text` must be there; tags are separated by commas), in any order
    and case. A row is named by the line it begins on. Raises `InvalidInput` for a header without `text`
    and where the rows cannot be told apart any more.
    """
    # The limit is the whole process's; no one else reads CSV, and the longest text has to fit.
    csv.field_size_limit(LONGEST_LINE)
    lines = _decoded(stream)
    header = next(lines, "")
    delimiter, columns = _columns(header)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 2
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            reason = f"line {line}: not CSV: {error}; nothing from there on was read"
            raise InvalidInput(reason) from error
        if row is None:
            return
        if row:
            yield _readout(row, columns, line, name)
        line = rows.line_num + 2


def _decoded(stream: BufferedIOBase) -> Iterator[str]:
    """Yield lines as text.

    Bytes that are not UTF-8 become surrogates, which no document may contain: they spoil their own row only.
    """
    mark = codecs.BOM_UTF8
    for number, line in enumerate(bounded_lines(stream), start=1):
        if line is None:
            raise InvalidInput(f"line {number} is longer than {LONGEST_LINE:,} bytes")
        content = line.removeprefix(mark) if number == 1 else line
        yield content.decode("utf-8", "surrogateescape")


def _columns(header: str) -> tuple[str, Sequence[str]]:
    """Return the delimiter and the columns' names, in lower case."""
    for delimiter in DELIMITERS:
        columns = _names(header, delimiter)
        if "text" in columns:
            known = [column for column in columns if column in FIELDS]
            if len(set(known)) < len(known):
                raise InvalidInput("line 1: a column is there twice")
            return delimiter, columns
    found = header.strip()[:200].encode("utf-8", "replace").decode()
    raise InvalidInput(
        f"line 1: no column is called text; the first line names the columns, and is: {found!r}; "
        "call the column that is to be searched text"
    )


def _names(header: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in names]


def _readout(row: Sequence[str], columns: Sequence[str], line: int, name: str) -> Readout:
    if len(row) > len(columns):
        return Unreadable(line, f"{len(row)} fields for {len(columns)} columns")
    record: dict[str, object] = dict(zip(columns, row, strict=False))
    record["tags"] = [tag.strip() for tag in str(record.get("tags", "")).split(",") if tag.strip()]
    try:
        return draft_from_record(record, default_source=name)
    except InvalidInput as error:
        return Unreadable(line, error.message)
