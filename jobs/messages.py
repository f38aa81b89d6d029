"""What travels through the broker: a task's id, under a message id that follows from its ledger row."""

from __future__ import annotations

from uuid import UUID

from dramatiq import Message


def message_id(task_id: UUID, attempt: int) -> str:
    """Return the id of the message that asks for the attempt after `attempt`.

    Sending it again overwrites the same entry, and anyone who has the row can ask the broker for it. The
    message of an earlier attempt, which a stopping worker may yet acknowledge, has another id.
    """
    return f"{task_id}.{attempt + 1}"


def message_for(task_id: UUID, *, name: str, queue: str, attempt: int) -> Message[None]:
    """Return the message for a waiting task."""
    return Message(
        queue_name=queue,
        actor_name=name,
        args=(str(task_id),),
        kwargs={},
        options={},
        message_id=message_id(task_id, attempt),
    )
