"""What is asked of the ledger, of jobs and of the register of processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from domain.jobs.job import Job, JobKind, JobProgress, JobStage, JobState
from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.jobs.worker import Process, ProcessKind, QueueDepth
from domain.paging import Page, PageRequest


class TaskRepository(Protocol):
    """The ledger. Every change of a task's state publishes an event on the topic `tasks`."""

    async def enqueue(self, tasks: Sequence[NewTask]) -> list[Task]:
        """Add tasks and their messages, or join live ones by `unique_key`; in the order given."""

    async def get(self, task_id: UUID) -> Task | None:
        """Return a task."""

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
        """Take a task that is due, or STARTED by a worker that fell silent; None if it is neither."""

    async def progress(self, claim: Claim, units_done: int, units: int) -> bool:
        """Write progress; False if the claim was superseded or the task is to be revoked."""

    async def succeed(self, claim: Claim, result: Mapping[str, Any] | None = None) -> bool:
        """Finish a task; False (and nothing written) if the claim was superseded."""

    async def retry(self, claim: Claim, error: str, delay_seconds: float) -> bool:
        """Note a failure and have the task run again after exactly this delay."""

    async def fail(self, claim: Claim, error: str, state: TaskState) -> bool:
        """Finish a task as FAILURE, DEAD or REVOKED."""

    async def release(self, claim: Claim) -> bool:
        """Put a running task back to PENDING with a new message, to run at once; no failure is counted.

        A task that somebody asked to stop is REVOKED instead. False if the claim was superseded.
        """

    async def release_forgotten(self, worker: str, known: Collection[UUID]) -> list[Task]:
        """Put back the tasks that are STARTED by this worker, for 10 seconds at least, unknown to it."""

    async def request_revoke(self, task_id: UUID) -> Task | None:
        """Revoke a waiting task at once; ask a running one to stop. None if there is no such task."""

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

    async def lock(self, job_id: UUID) -> Job | None:
        """Return a job and hold it against other transactions until this one ends."""

    async def page(self, request: PageRequest) -> Page[Job]:
        """Return jobs, newest first."""

    async def hold(self, job_id: UUID) -> None:
        """Show, until this transaction ends, that somebody feeds this job."""

    async def forsaken(self) -> list[UUID]:
        """Return running jobs that are not sealed although nobody holds them, older than ten seconds."""

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
        """Change what is given; a state other than RUNNING also notes the time."""

    async def open_tasks(self, job_id: UUID) -> int:
        """Return how many of the job's tasks are not terminal."""

    async def broken_tasks(self, job_id: UUID) -> list[Task]:
        """Return up to ten of the job's tasks that ended FAILURE, DEAD or REVOKED."""

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
    """Which moment of each schedule was last acted on."""

    async def last_slot(self, name: str) -> datetime | None:
        """Return the latest moment that was taken; None if none ever was."""

    async def take_slot(self, name: str, slot: datetime) -> bool:
        """Take a moment later than all taken before; False if it was taken already.

        Until this transaction ends, others that want the same schedule wait.
        """
