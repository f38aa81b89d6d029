"""The outbox of events, and how far it has been numbered, relayed and pruned."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from persistence.tables.metadata import metadata, written_at

# `id` is given when an event is written, `position` once it is seen to be committed: transactions
# commit in any order, and a cursor must never be passed by an event that comes later.
events = Table(
    "events",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    written_at("at"),
    Column("position", BigInteger, unique=True),
)
Index("ix_events_topic_position", events.c.topic, events.c.position)
Index("ix_events_unnumbered", events.c.id, postgresql_where=events.c.position.is_(None))

# `last` position given; `relayed` to Redis up to here; `pruned` up to here.
event_counter = Table(
    "event_counter",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1", name="single"), primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("relayed", BigInteger, nullable=False),
    Column("pruned", BigInteger, nullable=False),
)
