"""A task: one unit of background work and its row in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID


class Queue(StrEnum):
    """The three queues; a worker service serves one, a small machine's workers serve several."""

    EMBEDDING = "embedding"
    INDEXING = "indexing"
    MAINTENANCE = "maintenance"


QUEUE_PRIORITY: dict[Queue, int] = {Queue.EMBEDDING: 9, Queue.INDEXING: 7, Queue.MAINTENANCE: 5}
"""Higher goes first, where one process serves several queues."""


class TaskState(StrEnum):
    """Where a task stands. DEAD is a FAILURE that used up its retries."""

    PENDING = "PENDING"
    STARTED = "STARTED"
    RETRY = "RETRY"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    REVOKED = "REVOKED"
    DEAD = "DEAD"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more will happen to the task by itself."""
        return self in TERMINAL_STATES


TERMINAL_STATES = frozenset(
    {TaskState.SUCCESS, TaskState.FAILURE, TaskState.REVOKED, TaskState.DEAD}
)


BROKEN_STATES = frozenset({TaskState.FAILURE, TaskState.REVOKED, TaskState.DEAD})
"""A task that ended so can be run again."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be enqueued.

    With a `unique_key`, a live task with the same key is joined instead of adding another; unless
    `joins_running`, only one that has not started yet is joined (work that started may have missed
    what the newcomer is about).
    """

    name: str
    queue: Queue
    arguments: Mapping[str, Any] = field(default_factory=dict)
    job_id: UUID | None = None
    units: int = 0
    unique_key: str | None = None
    joins_running: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the ledger. `units_done` of `units` are finished (passages, documents, files).

    `first_failed_at` is when the first attempt since the task was put in failed, or lost its worker.
    """

    id: UUID
    name: str
    queue: Queue
    arguments: Mapping[str, Any]
    state: TaskState
    attempt: int
    failures: int
    worker: str | None
    job_id: UUID | None
    units: int
    units_done: int
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    revoke_requested: bool
    first_failed_at: datetime | None = None

    def runtime(self, now: datetime) -> timedelta | None:
        """Return how long the last attempt ran, or has been running; None before the first."""
        if self.started_at is None:
            return None
        return (self.finished_at or now) - self.started_at


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run a task: `fence` is checked on each write, so a superseded attempt writes nothing."""

    task_id: UUID
    fence: int
    name: str
    arguments: Mapping[str, Any]
    job_id: UUID | None
    failures: int
