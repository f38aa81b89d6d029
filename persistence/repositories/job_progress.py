"""How far a job has come, counted from its tasks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.jobs.job import JobProgress

WINDOW_SECONDS = 30
"""The rate is what was done in this last stretch of time."""

EMBEDDING_TASK = "embed_document_batch"
"""The tasks whose units are passages."""

# What a task has done is spread evenly over the time that its last attempt took; the part of that time
# which lies within the window gives the part of its passages that count there. The window begins with
# the first attempt, if that was later.
_PROGRESS = text(
    """
    with job as (
        select *, name = :embedding as embeds,
               state in ('FAILURE', 'DEAD', 'REVOKED') as broken,
               coalesce(finished_at, clock_timestamp()) as until
        from tasks where job_id = :job_id
    ),
    span as (
        select greatest(
            clock_timestamp() - make_interval(secs => :window),
            min(started_at) filter (where embeds)
        ) as since
        from job
    )
    select coalesce(sum(units) filter (where embeds), 0) as total,
           coalesce(sum(units_done) filter (where embeds), 0) as done,
           coalesce(sum(units - units_done) filter (where embeds and broken), 0) as failed,
           count(*) as tasks,
           count(*) filter (where state = 'SUCCESS') as tasks_done,
           coalesce(sum(
               units_done * extract(epoch from until - greatest(started_at, since))
               / greatest(extract(epoch from until - started_at), 0.001)
           ) filter (where embeds and until > since and started_at is not null), 0) as recently,
           extract(epoch from clock_timestamp() - max(since)) as seconds
    from job, span
    """
)

_ERRORS = text(
    """
    select error from tasks
    where job_id = :job_id and error is not null
    group by error order by min(id::text) limit 5
    """
)


async def count_progress(connection: AsyncConnection, job_id: UUID) -> JobProgress:
    """Return a job's progress; all zeros for one without tasks."""
    which = {"job_id": job_id}
    counted = await connection.execute(
        _PROGRESS, which | {"embedding": EMBEDDING_TASK, "window": WINDOW_SECONDS}
    )
    row = counted.one()
    rate = float(row.recently) / max(float(row.seconds or 0), 1.0)
    left = int(row.total - row.done - row.failed)
    errors = await connection.execute(_ERRORS, which)
    return JobProgress(
        total=int(row.total),
        done=int(row.done),
        failed=int(row.failed),
        tasks=int(row.tasks),
        tasks_done=int(row.tasks_done),
        rate=rate,
        seconds_left=left / rate if rate > 0 else None,
        errors=tuple(errors.scalars()),
    )
