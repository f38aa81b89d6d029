"""Index versions, which one is active, and what the nodes have done with each."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import Moment, identifier, metadata, written_at

index_versions = Table(
    "index_versions",
    metadata,
    identifier(),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("artefact", Text),
    Column("encoder_fingerprint", Text, nullable=False),
    Column("index_type", Text),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    Column("reason", Text),
    Column("gate", JSONB(none_as_null=True)),
    written_at(),
    Column("ready_at", Moment),
    Column("activated_at", Moment),
)

# One row: what serves, what served before, and what nodes were last asked to stage.
active_index = Table(
    "active_index",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="single"), primary_key=True),
    Column("version_id", ForeignKey("index_versions.id")),
    Column("previous_id", ForeignKey("index_versions.id")),
    Column("staging_id", ForeignKey("index_versions.id")),
    Column("activated_at", Moment),
)

index_acknowledgements = Table(
    "index_acknowledgements",
    metadata,
    Column("version_id", ForeignKey("index_versions.id", ondelete="CASCADE"), primary_key=True),
    Column("node", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("error", Text),
    written_at("at"),
)
