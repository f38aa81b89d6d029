"""How far a job has come, counted from its tasks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.jobs.job import JobProgress
from domain.jobs.pace import WINDOW_SECONDS, Stretch, pace_of

EMBEDDING_TASK = "embed_document_batch"
"""The tasks whose units are passages."""

_PROGRESS = text(
    """
    with task as (
        select *, name = :embedding as embeds,
               state in ('FAILURE', 'DEAD', 'REVOKED') as broken,
               extract(epoch from clock_timestamp() - started_at) as began,
               extract(epoch from clock_timestamp() - coalesce(reported_at, started_at)) as reported
        from tasks where job_id = :job_id
    )
    select coalesce(sum(units) filter (where embeds), 0) as total,
           coalesce(sum(units_done) filter (where embeds), 0) as done,
           coalesce(sum(units - units_done) filter (where embeds and broken), 0) as failed,
           count(*) as tasks,
           count(*) filter (where state = 'SUCCESS') as succeeded,
           count(*) filter (where broken) as broken,
           (select extract(epoch from clock_timestamp() - running_since)
            from jobs where id = :job_id and state = 'RUNNING') as since,
           array_agg(
               array[
                   began, reported, units_done - units_before,
                   case when state = 'STARTED' then units - units_done else 0 end
               ]::float[]
           ) filter (
               where embeds and started_at is not null
               and (state = 'STARTED' or reported < :window)
           ) as stretches
    from task
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
    errors = await connection.execute(_ERRORS, which)
    left = int(row.total - row.done - row.failed)
    found = [_stretch(*each) for each in row.stretches or ()]
    pace = None if row.since is None else pace_of(found, left, since=float(row.since))
    return JobProgress(
        total=int(row.total),
        done=int(row.done),
        failed=int(row.failed),
        tasks=int(row.tasks),
        tasks_done=int(row.succeeded + row.broken),
        tasks_succeeded=int(row.succeeded),
        tasks_failed=int(row.broken),
        rate=None if pace is None else pace.rate,
        seconds_left=None if pace is None else pace.seconds_left,
        errors=tuple(errors.scalars()),
    )


def _stretch(began: float, reported: float, units: float, left: float) -> Stretch:
    reported = max(reported, 0.0)  # the clock goes on between one reading and the next
    return Stretch(max(began, reported), reported, max(int(units), 0), max(int(left), 0))
