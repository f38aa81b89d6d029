"""Published rate sheets, which are never changed."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import identifier, metadata, written_at

rate_sheets = Table(
    "rate_sheets",
    metadata,
    identifier(),
    Column("name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("rate_type", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("rows", JSONB, nullable=False),
    written_at("published_at"),
    Column("published_by", Uuid, nullable=False),
    Index(None, "purpose", "rate_type", "effective_from"),
)
