"""A document as it is kept: whose it is, who may see it, and how far it has come."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.errors import InvalidInput

LONGEST_TEXT = 1_000_000
LONGEST_LABEL = 500


class Visibility(StrEnum):
    """PUBLIC documents serve everyone's answers; PRIVATE ones are seen by their owner alone."""

    PUBLIC = "PUBLIC"
    PRIVATE = "PRIVATE"


class TextFormat(StrEnum):
    """How a document's text is to be cut: prose, Markdown by its headings, a record kept whole."""

    PLAIN = "PLAIN"
    MARKDOWN = "MARKDOWN"
    RECORD = "RECORD"


class DocumentStatus(StrEnum):
    """How far a document has come on its way into answers."""

    RECEIVED = "RECEIVED"
    PROCESSED = "PROCESSED"
    SEARCHABLE = "SEARCHABLE"
    FAILED = "FAILED"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document as it is handed in. Raises `InvalidInput`, naming the field, if it cannot be kept."""

    text: str
    title: str
    reference: str = ""
    source: str = ""
    effective_date: date | None = None
    format: TextFormat = TextFormat.PLAIN
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidInput("the document has no text", field="text")
        if len(self.text) > LONGEST_TEXT:
            raise InvalidInput(f"a text may have {LONGEST_TEXT:,} characters at most", field="text")
        if "\x00" in self.text + self.title + self.reference + self.source:
            raise InvalidInput("the document contains NUL characters: is it binary?", field="text")
        for field in ("title", "reference", "source"):
            if len(getattr(self, field)) > LONGEST_LABEL:
                raise InvalidInput(
                    f"{field} may have {LONGEST_LABEL} characters at most", field=field
                )

    def content_key(self) -> bytes:
        """Return the SHA-256 of everything handed in: equal keys are the same document again."""
        day = self.effective_date.isoformat() if self.effective_date else ""
        parts = [self.text, self.title, self.reference, self.source, day, self.format, *self.tags]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).digest()


@dataclass(frozen=True, slots=True)
class Document:
    """A kept document, without its text."""

    id: UUID
    owner_id: UUID
    visibility: Visibility
    title: str
    reference: str
    source: str
    effective_date: date | None
    format: TextFormat
    tags: tuple[str, ...]
    status: DocumentStatus
    error: str | None
    passages: int
    characters: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """What became of one draft: `created` is false if the very same document was there already."""

    id: UUID
    created: bool


@dataclass(frozen=True, slots=True)
class StoredText:
    """A document's text with what its passages inherit."""

    id: UUID
    text: str
    title: str
    reference: str
    source: str
    effective_date: date | None
    format: TextFormat
