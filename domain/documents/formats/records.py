"""A record of a table or of JSON lines as a document, kept whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.documents.document import DocumentDraft, TextFormat
from domain.errors import InvalidInput

FIELDS = ("id", "title", "text", "source", "effective_date", "tags")
"""What is taken from a record; anything else in it is left out."""


def draft_from_record(record: Mapping[str, Any], *, default_source: str) -> DocumentDraft:
    """Return the draft of one record. Raises `InvalidInput`.

    `text` is needed; `id` (a string or a whole number), `title`, `source`, `tags` and `effective_date`
    (ISO 8601) are taken if there.
    """
    reference = _identifier(record)
    return DocumentDraft(
        text=_string(record, "text"),
        title=_string(record, "title") or reference,
        reference=reference.strip(),
        source=_string(record, "source") or default_source,
        effective_date=_date(record),
        format=TextFormat.RECORD,
        tags=_tags(record),
    )


def _identifier(record: Mapping[str, Any]) -> str:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(record, "id")


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput(f"{key} is not a string", field=key)
    return value


def _date(record: Mapping[str, Any]) -> date | None:
    value = _string(record, "effective_date").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise InvalidInput(
            "effective_date is not a date (YYYY-MM-DD)", field="effective_date"
        ) from error


def _tags(record: Mapping[str, Any]) -> tuple[str, ...]:
    value = record.get("tags") or []
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise InvalidInput("tags is not a list of strings", field="tags")
    return tuple(value)
