"""Rows of the ledger as the domain knows them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, func

from domain.jobs.task import TERMINAL_STATES, Claim, Queue, Task, TaskState
from persistence.repositories.arrays import among
from persistence.tables import tasks

NOW = func.clock_timestamp()
"""Postgres's clock at this very moment; `now()` is when the transaction began."""

WAITING_STATES = (TaskState.PENDING, TaskState.RETRY)
WAITING: ColumnElement[bool] = tasks.c.state.in_(WAITING_STATES)
TERMINAL: ColumnElement[bool] = among(tasks.c.state, sorted(TERMINAL_STATES))


def held_by(claim: Claim) -> ColumnElement[bool]:
    """Return the condition that the claim still holds: nobody has taken the task over."""
    return (
        (tasks.c.id == claim.task_id)
        & (tasks.c.attempt == claim.fence)
        & (tasks.c.state == TaskState.STARTED)
    )


def task_from(row: Row[Any]) -> Task:
    """Return a row as a task."""
    return Task(
        id=row.id,
        name=row.name,
        queue=Queue(row.queue),
        arguments=row.arguments,
        state=TaskState(row.state),
        attempt=row.attempt,
        failures=row.failures,
        worker=row.worker,
        job_id=row.job_id,
        units=row.units,
        units_done=row.units_done,
        error=row.error,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        revoke_requested=row.revoke_requested,
        first_failed_at=row.first_failed_at,
    )


def claim_on(task: Task) -> Claim:
    """Return the right to run a task that was just started."""
    return Claim(
        task_id=task.id,
        fence=task.attempt,
        name=task.name,
        arguments=task.arguments,
        job_id=task.job_id,
        failures=task.failures,
    )
