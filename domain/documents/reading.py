"""Reading documents from files: what each format becomes, in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.documents.formats.html import read_html
from domain.documents.formats.json_lines import read_json_lines
from domain.documents.formats.pdf import read_pdf
from domain.documents.formats.prose import read_markdown, read_plain
from domain.documents.formats.readout import Reader, Readout, Unreadable
from domain.documents.formats.table import read_csv
from domain.errors import InvalidInput

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = [
    "FORMATS",
    "Format",
    "Readout",
    "Unreadable",
    "format_of",
    "read_file",
    "read_stream",
    "stem_of",
]

_BUFFER = 1 << 18
_GZIP_MARK = b"\x1f\x8b"
_LONGEST_MARK = 2

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is read; `packed` if it came as .gz. `records`: many documents, streamed."""

    suffix: str
    reader: Reader
    records: bool = False
    packed: bool = False


FORMATS: dict[str, Format] = {
    each.suffix: each
    for each in (
        Format(".jsonl", read_json_lines, records=True),
        Format(".ndjson", read_json_lines, records=True),
        Format(".csv", read_csv, records=True),
        Format(".md", read_markdown),
        Format(".markdown", read_markdown),
        Format(".txt", read_plain),
        Format(".html", read_html),
        Format(".htm", read_html),
        Format(".pdf", read_pdf),
    )
}
"""The formats by their suffix; each is also read as .gz."""


def format_of(filename: str) -> Format:
    """Return a file's format by its name. Raises `InvalidInput`, naming the formats there are."""
    path = Path(filename)
    packed = path.suffix.lower() == ".gz"
    found = FORMATS.get((path.with_suffix("") if packed else path).suffix.lower())
    if found is None:
        raise InvalidInput(
            f"not a format that can be read ({', '.join(sorted(FORMATS))}, each also as .gz)",
            field="filename",
        )
    return Format(found.suffix, found.reader, found.records, packed)


def stem_of(filename: str) -> str:
    """Return a file's name without the suffixes of its format: what stands for it in lists."""
    path = Path(filename)
    if path.suffix.lower() == ".gz":
        path = path.with_suffix("")
    return path.with_suffix("").name


def read_file(
    path: Path,
    advance: Advance = lambda size: None,
    *,
    filename: str | None = None,
    name: str | None = None,
    most_unpacked: int | None = None,
) -> Iterator[Readout]:
    """Yield a file's documents, at least one readout. `advance` is told bytes read since the last call.

    `filename` says the format where the path does not, `name` what stands for the file as a source.
    Raises `InvalidInput`, naming the file, if its format is not known, it cannot be read (on), or it
    unpacks to more than `most_unpacked` bytes.
    """
    filename = filename or path.name
    with _named(filename):
        how = format_of(filename)
        with _opened(path) as raw:
            yield from read_stream(
                raw, how, name or stem_of(filename), advance, most_unpacked=most_unpacked
            )


def _opened(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise InvalidInput(error.strerror or "it cannot be opened") from error


def read_stream(
    raw: io.BufferedIOBase,
    how: Format,
    name: str,
    advance: Advance = lambda size: None,
    *,
    most_unpacked: int | None = None,
) -> Iterator[Readout]:
    """Yield the documents of a stream, which is read once, in order. Raises as `read_file`."""
    source = _Counted(raw)
    stream = io.BufferedReader(source, _BUFFER)
    if how.packed:
        unpacked = gzip.GzipFile(fileobj=stream)
        stream = io.BufferedReader(_Counted(unpacked, most_unpacked), _BUFFER)
    told = 0
    empty = True
    try:
        _check_beginning(stream.peek(_LONGEST_MARK)[:_LONGEST_MARK], packed=how.packed)
        for readout in how.reader(stream, name):
            empty = False
            yield readout
            advance(source.count - told)
            told = source.count
    except (OSError, EOFError, zlib.error) as error:  # gzip reports damage in all three ways
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InvalidInput(f"the file is damaged or cannot be read: {reason}") from error
    if empty:
        yield Unreadable(1, "there is nothing in it")
    advance(source.count - told)


def _check_beginning(mark: bytes, *, packed: bool) -> None:
    """Refuse what would else give an error a line, each less clear than what is wrong."""
    if mark.startswith(_GZIP_MARK):
        raise InvalidInput(
            "it was packed twice: unpack it once" if packed else "it is packed: name it .gz"
        )
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidInput("it is UTF-16, not UTF-8 text: save it as UTF-8")


class _Counted(io.RawIOBase):
    """A stream that counts what is read of it. Raises `InvalidInput` once that is more than `most`."""

    def __init__(self, stream: io.BufferedIOBase, most: int | None = None) -> None:
        self._stream = stream
        self._most = most
        self.count = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read up to as many bytes as the buffer has room for."""
        view = memoryview(buffer).cast("B")
        data = self._stream.read1(
            len(view)
        )  # at once what is there: a damaged file is read up to the damage
        view[: len(data)] = data
        self.count += len(data)
        if self._most is not None and self.count > self._most:
            raise InvalidInput(f"it unpacks to more than {self._most:,} bytes")
        return len(data)


@contextmanager
def _named(filename: str) -> Iterator[None]:
    """Name the file in front of whatever is wrong with it."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(f"{filename}: {error.message}", field=error.field) from error
