"""Documents, the passages they were cut into, and the vectors of texts."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from persistence.tables.metadata import Moment, identifier, metadata, written_at

# `removed_at` is set for replaced documents, too. The owner may come from an outside issuer and so need
# not have a row in `users`.
documents = Table(
    "documents",
    metadata,
    identifier(),
    Column("owner_id", Uuid, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("effective_date", Date),
    Column("format", Text, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("error", Text),
    Column("content_key", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("passages", Integer, nullable=False, server_default="0"),
    Column("first_indexed_in", Integer),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("replaces", Uuid),
    Column("replaced_by", Uuid),
    written_at(),
    Column("processed_at", Moment),
    Column("removed_at", Moment),
)
living = documents.c.removed_at.is_(None)
# The key stands for owner, visibility and content.
Index(
    "uq_documents_content",
    documents.c.content_key,
    unique=True,
    postgresql_where=living,
)
# Two halves of the list that a viewer pages through: everyone's documents, and one's own.
Index(
    "ix_documents_public",
    documents.c.id,
    postgresql_where=living & (documents.c.visibility == text("'PUBLIC'")),
)
Index("ix_documents_owner", documents.c.owner_id, documents.c.id, postgresql_where=living)
# What a search reads of its asker's own, replaced documents whose successors are not ready among it: without
# this index each search would read through everybody's documents.
Index(
    "ix_documents_private",
    documents.c.owner_id,
    documents.c.id,
    postgresql_where=documents.c.visibility == text("'PRIVATE'"),
)
Index(
    "ix_documents_unprocessed",
    documents.c.id,
    postgresql_where=living & (documents.c.status == text("'RECEIVED'")),
)
# What was removed or replaced and still has its text: some day it goes.
Index(
    "ix_documents_to_purge",
    documents.c.removed_at,
    postgresql_where=documents.c.removed_at.is_not(None) & (documents.c.text != text("''")),
)
# What a new document with this reference would replace; what it did replace; and which new documents may
# not have taken their places yet.
Index(
    "ix_documents_reference",
    documents.c.reference,
    postgresql_where=living & (documents.c.reference != text("''")),
)
Index(
    "ix_documents_replaced_by",
    documents.c.replaced_by,
    postgresql_where=documents.c.replaced_by.is_not(None),
)
Index(
    "ix_documents_waiting",
    documents.c.owner_id,
    documents.c.id,
    postgresql_where=living
    & documents.c.replaces.is_not(None)
    & documents.c.first_indexed_in.is_(None),
)

# `text_hash` is that of what is embedded: the context, if any, and the text.
passages = Table(
    "passages",
    metadata,
    identifier(),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("heading_path", ARRAY(Text), nullable=False),
    Column("context", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", LargeBinary, nullable=False, index=True),
    UniqueConstraint("document_id", "ordinal"),
)

# The key begins with the text: whether a text has a vector of any encoder is asked, too. A vector is
# its 32-bit floats, little-endian.
embeddings = Table(
    "embeddings",
    metadata,
    Column("text_hash", LargeBinary, primary_key=True),
    Column("fingerprint", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    written_at(),
)

# The encoder that embedding workers use, for processes that do without one.
encoder_in_use = Table(
    "encoder_in_use",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="single"), primary_key=True),
    Column("fingerprint", Text, nullable=False),
    written_at("noted_at"),
)

# Grows with each removal, so that what was cached before is not taken for what is there now.
removal_epoch = Table(
    "removal_epoch",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="single"), primary_key=True),
    Column("epoch", BigInteger, nullable=False),
)
