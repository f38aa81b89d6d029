"""Index versions, which one is active, how each does on the nodes, and how the index grew."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import Moment, identifier, metadata, written_at

index_versions = Table(
    "index_versions",
    metadata,
    identifier(),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("artefact", Text),
    Column("leaving", Text),
    Column("encoder_fingerprint", Text, nullable=False),
    Column("index_type", Text),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    Column("reason", Text),
    Column("gate", JSONB(none_as_null=True)),
    written_at(),
    Column("ready_at", Moment),
    Column("activated_at", Moment),
    Column("rolled_back_at", Moment),
)

# One row: what serves, what served before, and what nodes were last asked to stage; the number of the last
# order of a swap, the version that it is for until that serves, and when a person last chose a version.
active_index = Table(
    "active_index",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="single"), primary_key=True),
    Column("version_id", ForeignKey("index_versions.id")),
    Column("previous_id", ForeignKey("index_versions.id")),
    Column("staging_id", ForeignKey("index_versions.id")),
    Column("activated_at", Moment),
    Column("last_order", BigInteger, nullable=False, server_default="0"),
    Column("ordered_id", ForeignKey("index_versions.id")),
    Column("chosen_at", Moment),
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

# What a node has measured of a version since it began to search it: how many searches there were, how many
# failed, and how many took how long, by the buckets of `domain.indexing.search_times`.
index_searches = Table(
    "index_searches",
    metadata,
    Column("version_id", ForeignKey("index_versions.id", ondelete="CASCADE"), primary_key=True),
    Column("node", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("buckets", ARRAY(Integer), nullable=False),
    written_at("at"),
)

# `compute_index_stats` adds a row each time.
index_statistics = Table(
    "index_statistics",
    metadata,
    Column("at", Moment, primary_key=True),
    Column("version", Integer),
    Column("passages", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("embeddings", Integer, nullable=False),
)

# What each API node has to do, one row a node.
node_loads = Table(
    "node_loads",
    metadata,
    Column("node", Text, primary_key=True),
    Column("requests_per_second", Float, nullable=False),
    Column("pool_in_use", Integer, nullable=False),
    Column("pool_size", Integer, nullable=False),
    written_at("at"),
)

# What the gate asks of each new version. `vector_key` is the hash of what is searched for: its vector is
# among the embeddings. A question that grew from an answer goes when that answer is erased.
golden_questions = Table(
    "golden_questions",
    metadata,
    identifier(),
    Column("question", Text, nullable=False, unique=True),
    Column("document_references", ARRAY(Text), nullable=False),
    Column("text_hashes", ARRAY(LargeBinary), nullable=False),
    Column("vector_key", LargeBinary, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("added_by", Uuid),
    Column("advice_id", ForeignKey("advice.id", ondelete="CASCADE"), index=True),
    written_at(),
)
