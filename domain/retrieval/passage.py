"""The unit that is embedded, found, quoted and cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable stretch of a document.

    `reference` is the document's own citation ("12 CFR 1002-9-a-1") or empty; `ordinal` is the
    position within the document, from 0; `text_hash` is the SHA-256 of `text` in UTF-8.
    """

    id: UUID
    document_id: UUID
    ordinal: int
    reference: str
    title: str
    heading_path: tuple[str, ...]
    text: str
    text_hash: bytes
    source: str
    effective_date: date | None


def text_hash(text: str) -> bytes:
    """Return the SHA-256 of the text in UTF-8, 32 bytes: equal texts share one vector."""
    return sha256(text.encode()).digest()
