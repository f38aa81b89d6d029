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
MOST_TAGS = 50
LONGEST_TAG = 100


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
    REPLACED = "REPLACED"
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
        if not _is_text("".join((self.text, self.title, self.reference, self.source, *self.tags))):
            raise InvalidInput(
                "the document contains characters that are no text (NUL, lone surrogates): is it "
                "binary, or not UTF-8?",
                field="text",
            )
        for field in ("title", "reference", "source"):
            if len(getattr(self, field)) > LONGEST_LABEL:
                raise InvalidInput(
                    f"{field} may have {LONGEST_LABEL} characters at most", field=field
                )

        if len(self.tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in self.tags):
            raise InvalidInput(
                f"there may be {MOST_TAGS} tags of {LONGEST_TAG} characters at most", field="tags"
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
    version: int
    replaces: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """What became of one draft: `created` is false if the very same document was there already.

    `version` counts from 1; `replaces` is the document whose place a new one takes, if any.
    """

    id: UUID
    created: bool
    version: int = 1
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Replacing:
    """That new documents take the place of older ones with the same owner, visibility and reference.

    Those with one of the keys in `kept` stay: they are other documents of the same file, which gives one
    reference to several.
    """

    kept: frozenset[bytes] = frozenset()


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


def _is_text(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
