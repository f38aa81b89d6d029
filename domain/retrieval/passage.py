"""The unit that is embedded, found, quoted and cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from domain.retrieval.headings import without_headings


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable stretch of a document.

    `reference` is the document's own citation ("12 CFR 1002-9-a-1") or empty; `ordinal` is the
    position within the document, from 0; `text_hash` is the SHA-256 of `text` in UTF-8. `context`
    is what an encoder is told of prose beside its text: the title and the headings it stands under.
    A record has none.
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
    context: str = ""

    @property
    def embedded_text(self) -> str:
        """What is embedded, see `embedded_text`; what is shown and cited is `text` alone."""
        return embedded_text(self.context, self.text)

    @property
    def embedding_key(self) -> bytes:
        """The hash of what is embedded, which names the passage's vector."""
        return text_hash(self.embedded_text)


def embedded_text(context: str, text: str) -> str:
    """Return the context, then the text without the headings that the context says; or the text alone.

    So "When it ends" of an article on mortgage insurance is found by a question that names the
    insurance, and no heading counts twice.
    """
    return f"{context}\n\n{without_headings(text, context)}" if context else text


def text_hash(text: str) -> bytes:
    """Return the SHA-256 of the text in UTF-8, 32 bytes: equal hashes mean equal texts."""
    return sha256(text.encode()).digest()
