"""How an answer's record is written: as one JSON document, which is never written anew."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Row, Text, cast

from domain.advice.advice import Advice
from domain.advice.recording.repository import NewRecord
from domain.chain import Entry, LinkKind, commitment, new_salt
from persistence.tables import advice

RECORD = cast(advice.c.record, Text).label("record")

CONTENT: tuple[ColumnElement[Any], ...] = (
    advice.c.id,
    advice.c.user_id,
    advice.c.conversation_id,
    advice.c.idempotency_key,
    advice.c.created_at,
    advice.c.in_scope,
    RECORD,
)
"""The columns that a link commits to."""


class _Record(BaseModel):
    """The JSON form: decimals and bytes as strings, so that what is read equals what was written."""

    model_config = ConfigDict(ser_json_bytes="hex", val_json_bytes="hex")

    advice: Advice


def dump_advice(advice: Advice) -> str:
    """Return an answer as JSON, from which `load_advice` makes the same one."""
    return _Record(advice=advice).model_dump_json()


def load_advice(text: str | bytes) -> Advice:
    """Return the answer that was dumped. Raises pydantic's `ValidationError` for another form."""
    return _Record.model_validate_json(text).advice


def advice_from(row: Row[Any]) -> Advice:
    """Return the answer that a row records."""
    return load_advice(row.record)


def row_of(record: NewRecord) -> dict[str, Any]:
    """Return a new record's columns, but `words`, with a salt of its own."""
    answer = record.advice
    return {
        "id": answer.id,
        "user_id": record.user_id,
        "conversation_id": answer.conversation_id,
        "idempotency_key": record.idempotency_key,
        "created_at": answer.created_at,
        "in_scope": answer.in_scope,
        "record": dump_advice(answer),
        "salt": new_salt(),
    }


def entry_of(columns: dict[str, Any]) -> Entry:
    """Return the entry that adds a row to the chain."""
    salt = columns["salt"]
    committed = {column.name: columns[column.name] for column in CONTENT}
    return Entry(LinkKind.ADDED, columns["id"], commitment(salt, content_of(**committed).encode()))


def content_from(row: Row[Any]) -> str:
    """Return what a link commits to, from the row."""
    return content_of(**{column.name: row._mapping[column.name] for column in CONTENT})


def content_of(
    *,
    id: UUID,  # noqa: A002  # the column's name
    user_id: UUID,
    conversation_id: UUID,
    idempotency_key: str | None,
    created_at: datetime,
    in_scope: bool,
    record: str,
) -> str:
    """Return what a link commits to: the columns beside the record as a line of JSON, and the record."""
    moment = created_at.astimezone(UTC).isoformat()
    columns = [str(id), str(user_id), str(conversation_id), idempotency_key, moment, in_scope]
    return f"{json.dumps(columns, ensure_ascii=False)}\n{record}"
