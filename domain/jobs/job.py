"""A job: the tasks that together bring a change into the active index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class JobKind(StrEnum):
    """What a job was started for; those about private documents change no shared index: EMBED is all."""

    INGEST = "INGEST"
    PRIVATE_INGEST = "PRIVATE_INGEST"
    UPLOAD = "UPLOAD"
    PRIVATE_UPLOAD = "PRIVATE_UPLOAD"
    EMBEDDING = "EMBEDDING"
    REBUILD = "REBUILD"


class JobStage(StrEnum):
    """The stages of a job, in order: passages and vectors, then a version, then the swap."""

    EMBED = "EMBED"
    BUILD = "BUILD"
    SWAP = "SWAP"
    DONE = "DONE"


class JobState(StrEnum):
    """Where a job stands; RUNNING until its last stage is done or one of its tasks gives up.

    While PAUSED no task of it is begun; what runs comes to its end.
    """

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REVOKED = "REVOKED"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more will happen to the job by itself."""
        return self not in LIVE_STATES


LIVE_STATES = frozenset({JobState.RUNNING, JobState.PAUSED})


@dataclass(frozen=True, slots=True)
class Job:
    """A job's row. While not `sealed`, more tasks may still be added to its first stage."""

    id: UUID
    kind: JobKind
    state: JobState
    stage: JobStage
    sealed: bool
    created_by: UUID | None
    index_version: int | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job's passages have come, counted from the ledger.

    `tasks_done` are those that ended: `tasks_succeeded`, and `tasks_failed`, which failed, used up their
    retries or were revoked. `rate` is passages a second over the last minute, and `seconds_left` follows
    from it (`domain.jobs.pace`); both are None while the job does not run, waits, or has nothing left.
    """

    total: int
    done: int
    failed: int
    tasks: int
    tasks_done: int
    tasks_succeeded: int
    tasks_failed: int
    rate: float | None
    seconds_left: float | None
    errors: tuple[str, ...] = ()
