"""Files that are handed in whole: announced, received, read."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import Moment, identifier, metadata, written_at

# `object_key` is where the file lies once it was received whole; `records` is how far it was read.
uploads = Table(
    "uploads",
    metadata,
    identifier(),
    Column("owner_id", Uuid, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("replace", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("object_key", Text),
    Column("job_id", ForeignKey("jobs.id")),
    Column("records", Integer, nullable=False, server_default="0"),
    Column("stored", Integer, nullable=False, server_default="0"),
    Column("known", Integer, nullable=False, server_default="0"),
    Column("unreadable", Integer, nullable=False, server_default="0"),
    Column("problems", JSONB, nullable=False, server_default="[]"),
    Column("error", Text),
    written_at(),
    Column("expires_at", Moment, nullable=False),
    Column("finished_at", Moment),
)
Index("ix_uploads_owner_id_id", uploads.c.owner_id, uploads.c.id)
Index(
    "ix_uploads_expires_at",
    uploads.c.expires_at,
    postgresql_where=uploads.c.state == text("'RECEIVING'"),
)
