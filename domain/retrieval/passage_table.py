"""The passages of an index version, row by row, read from disk as they are needed."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.retrieval.candidates import KEY_BYTES, key_of
from domain.retrieval.passage import Passage

RECORDS_FILE = "passages.jsonl"
OFFSETS_FILE = "passages.offsets.npy"
KEYS_FILE = "passages.keys.npy"


def write_table(directory: Path, passages: Iterable[Passage]) -> Iterator[Passage]:
    """Write passages to the directory, handing each on once written; complete when exhausted."""
    offsets = [0]
    keys = bytearray()
    with (directory / RECORDS_FILE).open("wb") as records:
        for passage in passages:
            offsets.append(offsets[-1] + records.write(_record(passage)))
            keys += key_of(passage)
            yield passage
    rows = np.frombuffer(bytes(keys), dtype=np.uint8).reshape(-1, KEY_BYTES)
    np.save(directory / OFFSETS_FILE, np.array(offsets, dtype=np.int64), allow_pickle=False)
    np.save(directory / KEYS_FILE, rows, allow_pickle=False)


@dataclass(frozen=True, slots=True)
class PassageTable:
    """Rows of passages, memory-mapped. Immutable and safe to share between threads."""

    _records: mmap.mmap
    _offsets: NDArray[np.int64]
    _keys: NDArray[np.uint8]

    @classmethod
    def open(cls, directory: Path) -> PassageTable:
        """Open what `write_table` wrote. Raises `ValueError` or `OSError` if the files disagree."""
        offsets = np.load(directory / OFFSETS_FILE, mmap_mode="r", allow_pickle=False)
        keys = np.load(directory / KEYS_FILE, mmap_mode="r", allow_pickle=False)
        with (directory / RECORDS_FILE).open("rb") as file:
            records = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if keys.shape != (len(offsets) - 1, KEY_BYTES) or offsets[-1] != len(records):
            raise ValueError("the passage table's files differ in size")
        return cls(records, np.asarray(offsets), np.asarray(keys))

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, row: int) -> Passage:
        """Return the passage of a row, from 0."""
        start, end = self._offsets[row : row + 2].tolist()
        return _passage(json.loads(self._records[start:end]), self._keys[row].tobytes())

    def keys(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return what `key_of` returns for the passages of these rows, without reading them: (n, 64)."""
        return self._keys[rows]


def _record(passage: Passage) -> bytes:
    date_ = passage.effective_date
    fields = {
        "ordinal": passage.ordinal,
        "reference": passage.reference,
        "title": passage.title,
        "heading_path": passage.heading_path,
        "text": passage.text,
        "source": passage.source,
        "effective_date": None if date_ is None else date_.isoformat(),
        "context": passage.context,
    }
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def _passage(fields: dict[str, Any], key: bytes) -> Passage:
    date_ = fields["effective_date"]
    return Passage(
        id=UUID(bytes=key[:16]),
        document_id=UUID(bytes=key[16:32]),
        ordinal=fields["ordinal"],
        reference=fields["reference"],
        title=fields["title"],
        heading_path=tuple(fields["heading_path"]),
        text=fields["text"],
        text_hash=key[32:],
        source=fields["source"],
        effective_date=None if date_ is None else date.fromisoformat(date_),
        context=fields["context"],
    )
