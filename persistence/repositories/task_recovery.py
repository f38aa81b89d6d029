"""What brings tasks back whose message or worker was lost, and what shows how much waits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Update, case, exists, func, select, update

from domain.jobs.job import JobState
from domain.jobs.task import QUEUE_PRIORITY, Queue, TaskState
from domain.jobs.worker import QueueDepth
from persistence.repositories.arrays import among
from persistence.repositories.processes import heard_from
from persistence.repositories.task_choice import in_job
from persistence.repositories.task_rows import NOW, WAITING, WAITING_STATES
from persistence.tables import dispatches, processes, tasks

MOST_LOSSES = 8
"""A task that so many workers did not survive is taken for what kills them."""

SILENT, CUT_OFF = "fell silent", "lost the database"
"""What becomes of workers, as the ledger tells it."""

FORGOTTEN_AFTER_SECONDS = 10
"""A worker is given this long to learn that a claim of its own was granted."""

RATE_SECONDS = 60
"""The rate of a queue is what was done in this last stretch of time."""


def silent(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for tasks, of those given or of all, whose worker fell silent.

    Tasks that another transaction is changing are left to it.
    """
    heard = select(processes.c.name).where(processes.c.name == tasks.c.worker, heard_from())
    found = (
        select(tasks.c.id)
        .where(tasks.c.state == TaskState.STARTED, ~exists(heard), *which)
        .with_for_update(skip_locked=True)
    )
    return tasks.c.id.in_(found)


def forgotten(worker: str, known: Collection[UUID]) -> ColumnElement[bool]:
    """Return the condition for tasks that a worker should be running by now and does not know."""
    started = (tasks.c.state == TaskState.STARTED) & (tasks.c.worker == worker)
    by_now = tasks.c.started_at < NOW - timedelta(seconds=FORGOTTEN_AFTER_SECONDS)
    return started & by_now & ~among(tasks.c.id, known)


def put_back(which: ColumnElement[bool], *, lost: str | None = None) -> Update:
    """Return the statement that makes running tasks wait again, due at once.

    They become PENDING, or REVOKED if somebody asked them to stop. If their workers were `lost`, this is
    counted, and a task that lost `MOST_LOSSES` of them becomes DEAD; `lost` says what became of the worker.
    """
    stop = tasks.c.revoke_requested
    too_many = tasks.c.losses + int(lost is not None) >= MOST_LOSSES
    loss = func.concat("the worker ", tasks.c.worker, " ", lost)
    last = func.concat(loss, f", the last of {MOST_LOSSES} that the task was given to")
    values = {
        "state": case(
            (stop, TaskState.REVOKED), (too_many, TaskState.DEAD), else_=TaskState.PENDING
        ),
        "finished_at": case((stop | too_many, NOW)),
        "worker": case((too_many, tasks.c.worker)),
        "available_at": NOW,
        "sent_at": NOW,
    }
    if lost is not None:
        values["losses"] = tasks.c.losses + 1
        values["first_failed_at"] = func.coalesce(tasks.c.first_failed_at, NOW)
        values["error"] = case((stop, tasks.c.error), (too_many, last), else_=loss)
    return update(tasks).where(which).values(**values)


def one_failure_more() -> dict[str, Any]:
    """Return the values that count a failure, and note when the first was."""
    return {
        "failures": tasks.c.failures + 1,
        "first_failed_at": func.coalesce(tasks.c.first_failed_at, NOW),
    }


def due(limit: int, grace_seconds: float) -> Select[Any]:
    """Return the statement for tasks whose message was sent this long ago and has started nothing.

    Those of paused jobs get theirs when the job is resumed.
    """
    unsent = select(dispatches.c.id).where(dispatches.c.task_id == tasks.c.id)
    return (
        select(tasks)
        .where(
            WAITING,
            # now(), not the clock of this moment: an index is searched by what stands still.
            tasks.c.available_at <= func.now(),
            tasks.c.sent_at < func.now() - timedelta(seconds=grace_seconds),
            ~exists(unsent),
            ~in_job(JobState.PAUSED),
        )
        .order_by(tasks.c.sent_at)
        .limit(limit)
    )


def depths() -> Select[Any]:
    """Return the statement that counts tasks, one row for each queue that has any."""
    paused = WAITING & in_job(JobState.PAUSED)
    counted = {
        "waiting": (tasks.c.state == TaskState.PENDING) & ~paused,
        "running": tasks.c.state == TaskState.STARTED,
        "retrying": (tasks.c.state == TaskState.RETRY) & ~paused,
        "dead": tasks.c.state == TaskState.DEAD,
        "paused": paused,
    }
    due_now = WAITING & ~paused & (tasks.c.available_at <= func.now())
    oldest = func.min(tasks.c.available_at).filter(due_now)
    return (
        select(
            tasks.c.queue,
            *(func.count().filter(each).label(name) for name, each in counted.items()),
            func.coalesce(func.extract("epoch", func.now() - oldest), 0).label("oldest_waiting"),
        )
        .where(tasks.c.state.in_((*WAITING_STATES, TaskState.STARTED, TaskState.DEAD)))
        .group_by(tasks.c.queue)
    )


def finished_lately() -> Select[Any]:
    """Return the statement that counts the tasks done within the last minute, by queue."""
    since = func.now() - timedelta(seconds=RATE_SECONDS)
    return (
        select(tasks.c.queue, func.count().label("number"))
        .where(tasks.c.state == TaskState.SUCCESS, tasks.c.finished_at > since)
        .group_by(tasks.c.queue)
    )


def depth_of(queue: Queue, row: Any | None, finished: int) -> QueueDepth:
    """Return a queue's row; all zeros if it has no tasks. `finished` is of the last minute."""
    return QueueDepth(
        queue=queue,
        priority=QUEUE_PRIORITY[queue],
        waiting=row.waiting if row else 0,
        running=row.running if row else 0,
        retrying=row.retrying if row else 0,
        dead=row.dead if row else 0,
        paused=row.paused if row else 0,
        rate=finished / RATE_SECONDS,
        oldest_waiting_seconds=float(row.oldest_waiting) if row else 0.0,
    )
