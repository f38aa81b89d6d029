"""Choosing tasks by a filter, and the changes that operators make to those they chose."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Update, case, exists, select, update

from domain.jobs.filter import TaskFilter
from domain.jobs.job import JobState
from domain.jobs.task import BROKEN_STATES, TERMINAL_STATES, TaskState
from persistence.repositories.arrays import among
from persistence.repositories.task_rows import NOW, TERMINAL, WAITING
from persistence.tables import jobs, tasks

_BROKEN = sorted(BROKEN_STATES)


def matches(which: TaskFilter) -> list[ColumnElement[bool]]:
    """Return the conditions for the tasks that match; none if all do."""
    found = [
        column == value
        for column, value in (
            (tasks.c.queue, which.queue),
            (tasks.c.name, which.name),
            (tasks.c.job_id, which.job_id),
        )
        if value is not None
    ]
    if which.states is not None:
        found.append(among(tasks.c.state, sorted(which.states)))
    if which.error is not None:
        found.append(tasks.c.error.icontains(which.error, autoescape=True))
    if which.failed_after is not None:
        found.append(tasks.c.finished_at > which.failed_after)
    if which.failed_before is not None:
        found.append(tasks.c.finished_at < which.failed_before)
    return found


def choose(*which: ColumnElement[bool], limit: int, skip_locked: bool = False) -> Select[Any]:
    """Return the statement for the oldest tasks that match, which holds them.

    In their order, so that no two callers block one another.
    """
    return (
        select(tasks.c.id)
        .where(*which)
        .order_by(tasks.c.id)
        .limit(limit)
        .with_for_update(skip_locked=skip_locked)
    )


def in_job(*states: JobState) -> ColumnElement[bool]:
    """Return the condition for tasks whose job is in one of these states."""
    return tasks.c.job_id.in_(
        select(jobs.c.id).where(jobs.c.id == tasks.c.job_id, jobs.c.state.in_(states))
    )


def revoked(task_ids: Collection[UUID]) -> Update:
    """Return the statement that revokes those that wait and asks those that run to stop."""
    return (
        update(tasks)
        .where(among(tasks.c.id, task_ids), ~TERMINAL)
        .values(
            state=case((WAITING, TaskState.REVOKED), else_=tasks.c.state),
            finished_at=case((WAITING, NOW)),
            revoke_requested=True,
        )
    )


def run_again(task_ids: Collection[UUID]) -> Update:
    """Return the statement that has broken tasks wait anew; only the attempts go on being counted.

    Of those with the same key the newest stands under it again, unless a living task does.
    """
    other = tasks.alias("other")
    same = other.c.given_key == tasks.c.given_key
    newer = exists().where(
        same,
        other.c.id > tasks.c.id,
        among(other.c.id, task_ids),
        among(other.c.state, _BROKEN),
    )
    living = exists().where(
        other.c.unique_key == tasks.c.given_key, other.c.state.not_in(sorted(TERMINAL_STATES))
    )
    return (
        update(tasks)
        .where(among(tasks.c.id, task_ids), among(tasks.c.state, _BROKEN))
        .values(
            state=TaskState.PENDING,
            failures=0,
            losses=0,
            worker=None,
            unique_key=case((~newer & ~living, tasks.c.given_key)),
            revoke_requested=False,
            units_done=0,
            units_before=0,
            reported_at=None,
            error=None,
            first_failed_at=None,
            available_at=NOW,
            sent_at=NOW,
            finished_at=None,
        )
    )


def discarded(task_ids: Collection[UUID]) -> Update:
    """Return the statement that makes FAILURE of what is DEAD."""
    return (
        update(tasks)
        .where(among(tasks.c.id, task_ids), tasks.c.state == TaskState.DEAD)
        .values(state=TaskState.FAILURE)
    )
