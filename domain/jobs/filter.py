"""Which tasks of the ledger somebody means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.errors import InvalidInput
from domain.jobs.task import Queue, TaskState

LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Tasks of which all that is given holds.

    `error` is part of an error's text, in any case; `failed_after` and `failed_before` say when they
    ended.
    """

    queue: Queue | None = None
    states: frozenset[TaskState] | None = None
    name: str | None = None
    job_id: UUID | None = None
    error: str | None = None
    failed_after: datetime | None = None
    failed_before: datetime | None = None

    def __post_init__(self) -> None:
        for field, words in (("name", self.name), ("error", self.error)):
            if words is not None and len(words) > LONGEST_WORDS:
                raise InvalidInput(f"at most {LONGEST_WORDS} characters", field=f"filter.{field}")
        for field, moment in (
            ("failedAfter", self.failed_after),
            ("failedBefore", self.failed_before),
        ):
            if moment is not None and moment.tzinfo is None:
                raise InvalidInput("say the offset from UTC, too", field=f"filter.{field}")
