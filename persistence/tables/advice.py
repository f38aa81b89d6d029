"""The records of answers given."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import Moment, identifier, metadata

advice = Table(
    "advice",
    metadata,
    identifier(),
    Column("user_id", Uuid, nullable=False),
    Column("idempotency_key", Text),
    Column("record", JSONB, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("user_id", "idempotency_key"),
)
Index("ix_advice_user_id_id", advice.c.user_id, advice.c.id)
