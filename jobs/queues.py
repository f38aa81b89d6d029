"""The queues as the broker sees them: which actors they carry and who goes first."""

from __future__ import annotations

from collections.abc import Mapping

from domain.jobs.task import QUEUE_PRIORITY, Queue

ACTORS: Mapping[Queue, tuple[str, ...]] = {
    Queue.EMBEDDING: (
        "process_upload",
        "process_document",
        "embed_document_batch",
        "embed_all_documents",
        "embed_golden_questions",
    ),
    Queue.INDEXING: ("build_faiss_index", "hot_swap_index"),
    Queue.MAINTENANCE: (
        "cleanup_old_embeddings",
        "cleanup_old_indices",
        "purge_removed_documents",
        "delete_expired_tokens",
        "compute_index_stats",
    ),
}
"""What runs where. An actor is registered under one of these names, on the queue it stands under."""


def queue_of(actor: str) -> Queue:
    """Return an actor's queue. Raises `KeyError` for a name that is not in `ACTORS`."""
    for queue, actors in ACTORS.items():
        if actor in actors:
            return queue
    raise KeyError(actor)


def broker_priority(queue: Queue) -> int:
    """Return Dramatiq's number for a queue's priority: there the lowest goes first (9, 7, 5 → 0, 10, 20).

    It orders what a process that serves several queues has fetched already; between processes it means
    nothing.
    """
    return (max(QUEUE_PRIORITY.values()) - QUEUE_PRIORITY[queue]) * 5
