"""The records of answers given, what their askers thought of them, and the chain that proves them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSON, TSVECTOR

from persistence.tables.chains import chain_table
from persistence.tables.metadata import Moment, identifier, metadata, written_at

# The user may come from an outside issuer and so need not have a row in `users`.
conversations = Table(
    "conversations",
    metadata,
    identifier(),
    Column("user_id", Uuid, nullable=False),
    written_at("started_at"),
)
Index("ix_conversations_user_id_id", conversations.c.user_id, conversations.c.id)

# A link commits to every column but `salt`, which hides what it commits to, and `words`, which are there to
# search the question. `record` is JSON and not JSONB: the text stays as it was written.
advice = Table(
    "advice",
    metadata,
    identifier(),
    Column("user_id", Uuid, nullable=False),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("idempotency_key", Text),
    Column("in_scope", Boolean, nullable=False),
    Column("record", JSON, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("words", TSVECTOR, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("user_id", "idempotency_key"),
)
Index("ix_advice_user_id_id", advice.c.user_id, advice.c.id)
Index("ix_advice_conversation_id_id", advice.c.conversation_id, advice.c.id)
Index("ix_advice_words", advice.c.words, postgresql_using="gin")

advice_ratings = Table(
    "advice_ratings",
    metadata,
    Column("advice_id", ForeignKey("advice.id", ondelete="CASCADE"), primary_key=True),
    Column("rating", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("rated_at", Moment, nullable=False),
)

advice_links = chain_table("advice_links")
