"""Jobs in Postgres."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    Text,
    Update,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identifiers import new_id
from domain.jobs.job import LIVE_STATES, Job, JobKind, JobProgress, JobStage, JobState
from domain.jobs.task import BROKEN_STATES, Task
from domain.paging import Page, PageRequest
from domain.ports import Topic
from persistence.repositories.id_endings import ids_ending
from persistence.repositories.job_progress import EMBEDDING_TASK, count_progress
from persistence.repositories.outbox import SqlOutbox
from persistence.repositories.pages import cut, one_more
from persistence.repositories.payloads import job_payload
from persistence.repositories.task_rows import NOW, TERMINAL, task_from
from persistence.tables import jobs, tasks

_MOST_BROKEN_SHOWN = 10

_HOLD = text("select pg_advisory_xact_lock(hashtextextended('feeding' || :job_id, 0))").bindparams(
    bindparam("job_id", type_=Text)
)
# A feeder's lock ends with its connection, however that ends. A job that has just been opened may not be
# held yet.
_FORSAKEN = text(
    """
    with fed as materialized (
        select id from jobs
        where not sealed and state in ('RUNNING', 'PAUSED') and created_at < now() - interval '10 seconds'
    )
    select id from fed where pg_try_advisory_xact_lock(hashtextextended('feeding' || id, 0))
    order by id
    """
).columns(id=Uuid)

# What tasks say that cut documents (`domain.documents.processing.Processed`).
_REFUSALS = text(
    """
    with cut as (
        select result from tasks
        where job_id = :job_id and name = 'process_document' and state = 'SUCCESS'
    )
    select distinct jsonb_array_elements_text(result -> 'reasons') as reason from cut
    where (select bool_and(result -> 'failed' = result -> 'documents') from cut)
      and not exists (select from tasks where job_id = :job_id and name = :embedding)
    order by reason limit 5
    """
)


class SqlJobRepository:
    """Keeps `domain.jobs.repository.JobRepository`."""

    def __init__(self, connection: AsyncConnection, outbox: SqlOutbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def add(
        self, kind: JobKind, *, stage: JobStage, sealed: bool, created_by: UUID | None
    ) -> Job:
        """Open a job."""
        opened = await self._connection.execute(
            insert(jobs)
            .values(
                id=new_id(),
                kind=kind,
                state=JobState.RUNNING,
                stage=stage,
                sealed=sealed,
                created_by=created_by,
            )
            .returning(jobs)
        )
        job = _job(opened.one())
        await self._publish(job)
        return job

    async def get(self, job_id: UUID) -> Job | None:
        """Return a job."""
        return await self._one(select(jobs).where(jobs.c.id == job_id))

    async def ending(self, digits: str) -> list[UUID]:
        """Return up to two ids of jobs that end in these hexadecimal digits."""
        return list((await self._connection.execute(ids_ending(jobs.c.id, digits))).scalars())

    async def lock(self, job_id: UUID) -> Job | None:
        """Return a job and hold it against other transactions until this one ends."""
        # The weaker lock of two: tasks that name this job can still be added meanwhile.
        return await self._one(
            select(jobs).where(jobs.c.id == job_id).with_for_update(key_share=True)
        )

    async def _one(self, statement: Select[Any]) -> Job | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return _job(row) if row else None

    async def page(self, request: PageRequest) -> Page[Job]:
        """Return jobs, newest first."""
        found = await self._connection.execute(one_more(select(jobs), request, jobs.c.id))
        return cut([_job(row) for row in found], request)

    async def hold(self, job_id: UUID) -> None:
        """Show, until this transaction ends, that somebody feeds this job."""
        await self._connection.execute(_HOLD, {"job_id": str(job_id)})

    async def under_way(self, kind: JobKind, stage: JobStage) -> tuple[Job, Task] | None:
        """Return the newest living job of this kind in this stage, with its first task."""
        job = await self._one(
            select(jobs)
            .where(jobs.c.kind == kind, jobs.c.stage == stage, jobs.c.state.in_(LIVE_STATES))
            .order_by(jobs.c.id.desc())
            .limit(1)
        )
        if job is None:
            return None
        found = await self._connection.execute(
            select(tasks).where(tasks.c.job_id == job.id).order_by(tasks.c.id).limit(1)
        )
        first = found.one_or_none()
        return None if first is None else (job, task_from(first))

    async def forsaken(self) -> list[UUID]:
        """Return living jobs that are not sealed although nobody holds them, older than ten seconds."""
        return list((await self._connection.execute(_FORSAKEN)).scalars())

    async def seal(self, job_id: UUID) -> None:
        """Say that no more tasks will be added to its first stage from outside."""
        await self._change(update(jobs).where(jobs.c.id == job_id, ~jobs.c.sealed), sealed=True)

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
        values: dict[str, Any] = {
            "stage": stage,
            "state": state,
            "index_version": index_version,
            "error": error,
        }
        values = {name: value for name, value in values.items() if value is not None}
        if state is not None and state.is_terminal:
            values["finished_at"] = func.now()
        elif state is not None:
            values |= {"finished_at": None, "error": None}
        if state is JobState.RUNNING:
            values["running_since"] = NOW
        if values:
            await self._change(update(jobs).where(jobs.c.id == job_id), **values)

    async def _change(self, statement: Update, **values: Any) -> None:
        changed = await self._connection.execute(statement.values(**values).returning(jobs))
        for row in changed:
            await self._publish(_job(row))

    async def _publish(self, job: Job) -> None:
        await self._outbox.publish(Topic.JOBS, str(job.id), job_payload(job))

    async def open_tasks(self, job_id: UUID) -> int:
        """Return how many of the job's tasks are not terminal."""
        counted = await self._connection.execute(
            select(func.count()).where(tasks.c.job_id == job_id, ~TERMINAL)
        )
        return int(counted.scalar_one())

    async def broken_tasks(self, job_id: UUID) -> list[Task]:
        """Return up to ten of the job's tasks that ended FAILURE, DEAD or REVOKED."""
        found = await self._connection.execute(
            select(tasks)
            .where(tasks.c.job_id == job_id, tasks.c.state.in_(BROKEN_STATES))
            .order_by(tasks.c.id)
            .limit(_MOST_BROKEN_SHOWN)
        )
        return [task_from(row) for row in found]

    async def refusals(self, job_id: UUID) -> list[str]:
        """Return the first reasons why none of the job's documents could be cut.

        Nothing if one could, or if it embeds others.
        """
        found = await self._connection.execute(
            _REFUSALS, {"job_id": job_id, "embedding": EMBEDDING_TASK}
        )
        return list(found.scalars())

    async def progress(self, job_id: UUID) -> JobProgress:
        """Count how far the job has come."""
        return await count_progress(self._connection, job_id)


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        stage=JobStage(row.stage),
        sealed=row.sealed,
        created_by=row.created_by,
        index_version=row.index_version,
        error=row.error,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
