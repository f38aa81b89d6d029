"""Every table, by subject. `metadata` knows them all once this package is imported."""

from __future__ import annotations

from persistence.tables.accounts import refresh_tokens, signing_keys, token_families, users
from persistence.tables.advice import advice, advice_links, advice_ratings, conversations
from persistence.tables.documents import (
    documents,
    embeddings,
    encoder_in_use,
    passages,
    removal_epoch,
)
from persistence.tables.events import event_counter, events
from persistence.tables.indexes import (
    active_index,
    golden_questions,
    index_acknowledgements,
    index_searches,
    index_statistics,
    index_versions,
    node_loads,
)
from persistence.tables.jobs import dispatches, jobs, processes, schedules, tasks
from persistence.tables.metadata import metadata
from persistence.tables.rate_sheets import rate_sheets
from persistence.tables.uploads import uploads

__all__ = [
    "active_index",
    "advice",
    "advice_links",
    "advice_ratings",
    "conversations",
    "dispatches",
    "documents",
    "embeddings",
    "encoder_in_use",
    "event_counter",
    "events",
    "golden_questions",
    "index_acknowledgements",
    "index_searches",
    "index_statistics",
    "index_versions",
    "jobs",
    "metadata",
    "node_loads",
    "passages",
    "processes",
    "rate_sheets",
    "refresh_tokens",
    "removal_epoch",
    "schedules",
    "signing_keys",
    "tasks",
    "token_families",
    "uploads",
    "users",
]
