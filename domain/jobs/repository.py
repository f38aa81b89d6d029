"""What is asked of the ledger, of jobs and of the register of processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.jobs.filter import TaskFilter
from domain.jobs.job import Job, JobKind, JobProgress, JobStage, JobState
from domain.jobs.schedule_keeping import Keeping
from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.jobs.worker import Process, ProcessKind, QueueDepth
from domain.paging import Page, PageRequest


class TaskRepository(Protocol):
    """The ledger. Every change of a task's state publishes an event on the topic `tasks`."""

    async def enqueue(self, tasks: Sequence[NewTask]) -> list[Task]:
        """Add tasks and their messages, or join live ones by `unique_key`; in the order given."""

    async def get(self, task_id: UUID) -> Task | None:
        """Return a task."""

    async def ending(self, digits: str) -> list[UUID]:
        """Return up to two ids of tasks that end in these hexadecimal digits."""

    async def page(
        self,
        request: PageRequest,
        *,
        queue: Queue | None = None,
        state: TaskState | None = None,
        job_id: UUID | None = None,
    ) -> Page[Task]:
        """Return tasks, newest first."""

    async def claim(self, task_id: UUID, worker: str) -> Claim | None:
        """Take a task that is due, or STARTED by a worker that fell silent; None if it is neither.

        None, too, if its job is paused or revoked.
        """

    async def progress(self, claim: Claim, units_done: int, units: int) -> bool:
        """Write progress; False if the claim was superseded or the task is to be revoked.

        What the first call of an attempt says was done before it.
        """

    async def succeed(self, claim: Claim, result: Mapping[str, Any] | None = None) -> bool:
        """Finish a task; False (and nothing written) if the claim was superseded."""

    async def retry(self, claim: Claim, error: str, delay_seconds: float) -> bool:
        """Note a failure and have the task run again after exactly this delay."""

    async def fail(self, claim: Claim, error: str, state: TaskState) -> bool:
        """Finish a task as FAILURE, DEAD or REVOKED."""

    async def release(self, claim: Claim, *, cut_off: bool = False) -> bool:
        """Put a running task back to PENDING with a new message, to run at once; no failure is counted.

        If its worker was `cut_off` from the database, that counts as a worker which fell silent does. A task
        that somebody asked to stop is REVOKED instead. False if the claim was superseded.
        """

    async def release_forgotten(self, worker: str, known: Collection[UUID]) -> list[Task]:
        """Put back the tasks that are STARTED by this worker, for 10 seconds at least, unknown to it."""

    async def chosen(self, which: TaskFilter, limit: int) -> list[UUID]:
        """Return the oldest tasks that match, and hold them until this transaction ends."""

    async def count(self, which: TaskFilter) -> int:
        """Return how many tasks match."""

    async def matching(self, which: TaskFilter, request: PageRequest) -> Page[Task]:
        """Return a page of the tasks that match, newest first."""

    async def request_revokes(self, task_ids: Collection[UUID]) -> list[Task]:
        """Revoke those that wait at once, and ask those that run to stop; return those that had not ended."""

    async def revoke_waiting(self, job_id: UUID) -> None:
        """Revoke a job's tasks that wait, but for those that somebody else is changing."""

    async def run_again(self, task_ids: Collection[UUID]) -> list[Task]:
        """Have tasks that broke wait anew, their failures forgotten; return those that did.

        They stand under their unique keys again, except where a newcomer does already.
        """

    async def discard(self, task_ids: Collection[UUID]) -> list[Task]:
        """Make FAILURE of what is DEAD; return those that were."""

    async def wake(self, job_id: UUID) -> None:
        """Write new messages for all of a job's tasks that wait."""

    async def revocations(self, task_ids: Collection[UUID]) -> set[UUID]:
        """Return which of these tasks somebody asked to stop."""

    async def due(self, limit: int, grace_seconds: float) -> list[Task]:
        """Return tasks that should be on the broker: due, waiting, and sent over `grace_seconds` ago."""

    async def resend(self, task_ids: Sequence[UUID]) -> None:
        """Write new messages for tasks whose own were lost."""

    async def release_silent(self) -> list[Task]:
        """Put tasks whose worker fell silent back to PENDING, with a new message each."""

    async def depths(self) -> list[QueueDepth]:
        """Return what waits and runs, one row a queue."""


class JobRepository(Protocol):
    """Jobs. Every change publishes an event on the topic `jobs`."""

    async def add(
        self, kind: JobKind, *, stage: JobStage, sealed: bool, created_by: UUID | None
    ) -> Job:
        """Open a job."""

    async def get(self, job_id: UUID) -> Job | None:
        """Return a job."""

    async def ending(self, digits: str) -> list[UUID]:
        """Return up to two ids of jobs that end in these hexadecimal digits."""

    async def lock(self, job_id: UUID) -> Job | None:
        """Return a job and hold it against other transactions until this one ends."""

    async def page(self, request: PageRequest) -> Page[Job]:
        """Return jobs, newest first."""

    async def hold(self, job_id: UUID) -> None:
        """Show, until this transaction ends, that somebody feeds this job."""

    async def under_way(self, kind: JobKind, stage: JobStage) -> tuple[Job, Task] | None:
        """Return the newest living job of this kind in this stage, with its first task."""

    async def forsaken(self) -> list[UUID]:
        """Return living jobs that are not sealed although nobody holds them, older than ten seconds."""

    async def seal(self, job_id: UUID) -> None:
        """Say that no more tasks will be added to its first stage from outside."""

    async def move(
        self,
        job_id: UUID,
        *,
        stage: JobStage | None = None,
        state: JobState | None = None,
        index_version: int | None = None,
        error: str | None = None,
    ) -> None:
        """Change what is given; a terminal state also notes the time, any other forgets time and error."""

    async def open_tasks(self, job_id: UUID) -> int:
        """Return how many of the job's tasks are not terminal."""

    async def broken_tasks(self, job_id: UUID) -> list[Task]:
        """Return up to ten of the job's tasks that ended FAILURE, DEAD or REVOKED."""

    async def refusals(self, job_id: UUID) -> list[str]:
        """Return the first reasons why none of the job's documents could be cut.

        Nothing if one could, or if it embeds others.
        """

    async def progress(self, job_id: UUID) -> JobProgress:
        """Count how far the job has come."""


class ProcessRepository(Protocol):
    """The register of processes."""

    async def beat(self, process: Process) -> None:
        """Write a heartbeat (times are Postgres's own), adding the row if it is the first."""

    async def leave(self, name: str) -> None:
        """Take a process that stops in good order off the register."""

    async def alive(self, kind: ProcessKind | None = None) -> list[Process]:
        """Return the processes that were heard from lately."""

    async def forget_silent(self, after_seconds: float) -> int:
        """Delete processes not heard from for this long."""


class ScheduleRepository(Protocol):
    """Which moment of each schedule was last acted on, whether it is enabled, and what it started."""

    async def now(self) -> datetime:
        """Return the time by the one clock that schedules are kept by: Postgres's."""

    async def keeping(self) -> dict[str, Keeping]:
        """Return what is known of each schedule, by its name; nothing of one that was never looked at."""

    async def take_slot(self, name: str, slot: datetime) -> Keeping | None:
        """Take a moment later than all taken before, and return what was known; None if it was taken.

        Until this transaction ends, others that want the same schedule wait.
        """

    async def enable(self, name: str, enabled: bool) -> None:
        """Note whether a schedule is to start anything; moments that passed while it was not are taken."""

    async def note(self, name: str, task_id: UUID) -> None:
        """Note what a schedule has started just now."""
