"""What a reader makes of a file: documents, and what cannot be one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedIOBase

from domain.documents.document import DocumentDraft


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that cannot be kept, where it stands (line from 1; in a PDF the page), and why."""

    line: int
    reason: str


Readout = DocumentDraft | Unreadable
Reader = Callable[[BufferedIOBase, str], Iterator[Readout]]
"""Reads a stream to its end. The name stands for what a document itself does not say: title and source."""
