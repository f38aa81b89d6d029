"""The ledger in Postgres."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, case, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.jobs.filter import TaskFilter
from domain.jobs.job import JobState
from domain.jobs.task import Claim, NewTask, Queue, Task, TaskState
from domain.jobs.worker import QueueDepth
from domain.paging import Page, PageRequest
from domain.ports import Topic
from persistence.repositories import task_choice, task_enqueue, task_recovery
from persistence.repositories.arrays import among
from persistence.repositories.id_endings import ids_ending
from persistence.repositories.outbox import SqlOutbox
from persistence.repositories.pages import cut, one_more
from persistence.repositories.payloads import task_payload
from persistence.repositories.task_choice import choose, in_job, matches
from persistence.repositories.task_rows import NOW, WAITING, claim_on, held_by, task_from
from persistence.tables import tasks

MOST_AT_ONCE = 1_000
MOST_AWAKE = 10_000
"""A longer row is woken by the sweep, little by little."""


class SqlTaskRepository:
    """Keeps `domain.jobs.repository.TaskRepository`."""

    def __init__(self, connection: AsyncConnection, outbox: SqlOutbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def enqueue(self, tasks: Sequence[NewTask]) -> list[Task]:
        """Add tasks and their messages, or join live ones by `unique_key`; in the order given."""
        result, added = await task_enqueue.enqueue(self._connection, tasks)
        await self._publish(added)
        await self._outbox.dispatch([task.id for task in added])
        return result

    async def get(self, task_id: UUID) -> Task | None:
        """Return a task."""
        found = await self._connection.execute(select(tasks).where(tasks.c.id == task_id))
        row = found.one_or_none()
        return task_from(row) if row else None

    async def ending(self, digits: str) -> list[UUID]:
        """Return up to two ids of tasks that end in these hexadecimal digits."""
        return list((await self._connection.execute(ids_ending(tasks.c.id, digits))).scalars())

    async def page(
        self,
        request: PageRequest,
        *,
        queue: Queue | None = None,
        state: TaskState | None = None,
        job_id: UUID | None = None,
    ) -> Page[Task]:
        """Return tasks, newest first."""
        statement = select(tasks)
        filters = ((tasks.c.queue, queue), (tasks.c.state, state), (tasks.c.job_id, job_id))
        for column, value in filters:
            if value is not None:
                statement = statement.where(column == value)
        found = await self._connection.execute(one_more(statement, request, tasks.c.id))
        return cut([task_from(row) for row in found], request)

    async def claim(self, task_id: UUID, worker: str) -> Claim | None:
        """Take a task that is due, or STARTED by a worker that fell silent; None if it is neither.

        None, too, if its job is paused or revoked.
        """
        started = await self._start(task_id, worker)
        if not started:
            silent = task_recovery.silent(tasks.c.id == task_id)
            if await self._change(task_recovery.put_back(silent, lost=task_recovery.SILENT)):
                started = await self._start(task_id, worker)
        return claim_on(started[0]) if started else None

    async def _start(self, task_id: UUID, worker: str) -> list[Task]:
        return await self._change(
            update(tasks)
            .where(
                tasks.c.id == task_id,
                WAITING,
                tasks.c.available_at <= NOW,
                ~in_job(JobState.PAUSED, JobState.REVOKED),
            )
            .values(
                state=TaskState.STARTED,
                attempt=tasks.c.attempt + 1,
                worker=worker,
                error=None,
                started_at=NOW,
                reported_at=None,
                units_before=tasks.c.units_done,
                # Without its key nobody joins it any more.
                unique_key=case((tasks.c.joins_running, tasks.c.unique_key)),
            )
        )

    async def progress(self, claim: Claim, units_done: int, units: int) -> bool:
        """Write progress; False if the claim was superseded or the task is to be revoked.

        What the first call of an attempt says was done before it.
        """
        first = tasks.c.reported_at.is_(None)
        written = await self._change(
            update(tasks)
            .where(held_by(claim))
            .values(
                units_done=units_done,
                units=units,
                units_before=case((first, units_done), else_=tasks.c.units_before),
                reported_at=NOW,
            )
        )
        return bool(written) and not written[0].revoke_requested

    async def succeed(self, claim: Claim, result: Mapping[str, Any] | None = None) -> bool:
        """Finish a task; False (and nothing written) if the claim was superseded."""
        return await self._finish(
            claim,
            state=TaskState.SUCCESS,
            units_done=tasks.c.units,
            reported_at=NOW,
            result=result,
        )

    async def fail(self, claim: Claim, error: str, state: TaskState) -> bool:
        """Finish a task as FAILURE, DEAD or REVOKED."""
        if state not in {TaskState.FAILURE, TaskState.DEAD, TaskState.REVOKED}:
            raise ValueError(f"a task does not fail as {state}")
        values: dict[str, Any] = {"state": state, "error": error}
        if state is not TaskState.REVOKED:
            values |= task_recovery.one_failure_more()
        return await self._finish(claim, **values)

    async def _finish(self, claim: Claim, **values: Any) -> bool:
        statement = update(tasks).where(held_by(claim)).values(finished_at=NOW, **values)
        return bool(await self._change(statement))

    async def retry(self, claim: Claim, error: str, delay_seconds: float) -> bool:
        """Note a failure and have the task run again after exactly this delay.

        A task that somebody asked to stop is REVOKED instead.
        """
        again = NOW + timedelta(seconds=delay_seconds)
        stop = tasks.c.revoke_requested
        failed = await self._change(
            update(tasks)
            .where(held_by(claim))
            .values(
                state=case((stop, TaskState.REVOKED), else_=TaskState.RETRY),
                finished_at=case((stop, NOW)),
                **task_recovery.one_failure_more(),
                error=error,
                worker=None,
                available_at=again,
                sent_at=again,
            )
        )
        await self._outbox.dispatch([task.id for task in failed])
        return bool(failed)

    async def release(self, claim: Claim, *, cut_off: bool = False) -> bool:
        """Put a running task back to PENDING with a new message, to run at once; no failure is counted.

        If its worker was `cut_off` from the database, that counts as a worker which fell silent does. A task
        that somebody asked to stop is REVOKED instead. False if the claim was superseded.
        """
        lost = task_recovery.CUT_OFF if cut_off else None
        return bool(await self._put_back(held_by(claim), lost=lost))

    async def release_forgotten(self, worker: str, known: Collection[UUID]) -> list[Task]:
        """Put back the tasks that are STARTED by this worker, for 10 seconds at least, unknown to it."""
        return await self._put_back(task_recovery.forgotten(worker, known))

    async def _put_back(self, which: ColumnElement[bool], *, lost: str | None = None) -> list[Task]:
        waiting = await self._change(task_recovery.put_back(which, lost=lost))
        await self._outbox.dispatch([task.id for task in waiting])
        return waiting

    async def chosen(self, which: TaskFilter, limit: int) -> list[UUID]:
        """Return the oldest tasks that match, and hold them until this transaction ends."""
        found = await self._connection.execute(choose(*matches(which), limit=limit))
        return list(found.scalars())

    async def count(self, which: TaskFilter) -> int:
        """Return how many tasks match."""
        counted = await self._connection.execute(
            select(func.count()).select_from(tasks).where(*matches(which))
        )
        return int(counted.scalar_one())

    async def matching(self, which: TaskFilter, request: PageRequest) -> Page[Task]:
        """Return a page of the tasks that match, newest first."""
        statement = one_more(select(tasks).where(*matches(which)), request, tasks.c.id)
        found = await self._connection.execute(statement)
        return cut([task_from(row) for row in found], request)

    async def request_revokes(self, task_ids: Collection[UUID]) -> list[Task]:
        """Revoke those that wait at once, and ask those that run to stop; return those that had not ended."""
        return await self._change(task_choice.revoked(task_ids))

    async def revoke_waiting(self, job_id: UUID) -> None:
        """Revoke a job's tasks that wait, but for those that somebody else is changing."""
        left = choose(tasks.c.job_id == job_id, WAITING, limit=MOST_AT_ONCE, skip_locked=True)
        found = await self._connection.execute(left)
        await self.request_revokes(list(found.scalars()))

    async def run_again(self, task_ids: Collection[UUID]) -> list[Task]:
        """Have tasks that broke wait anew, their failures forgotten; return those that did.

        They stand under their unique keys again, except where a newcomer does already.
        """
        while True:
            try:
                async with self._connection.begin_nested():
                    waiting = await self._change(task_choice.run_again(task_ids))
            except IntegrityError:
                continue  # a newcomer took a key at the same moment; now that it is committed, it is seen
            await self._outbox.dispatch([task.id for task in waiting])
            return waiting

    async def discard(self, task_ids: Collection[UUID]) -> list[Task]:
        """Make FAILURE of what is DEAD; return those that were."""
        return await self._change(task_choice.discarded(task_ids))

    async def wake(self, job_id: UUID) -> None:
        """Write new messages for all of a job's tasks that wait."""
        found = await self._connection.execute(
            choose(tasks.c.job_id == job_id, WAITING, limit=MOST_AWAKE)
        )
        await self.resend(list(found.scalars()))

    async def revocations(self, task_ids: Collection[UUID]) -> set[UUID]:
        """Return which of these tasks somebody asked to stop."""
        found = await self._connection.execute(
            select(tasks.c.id).where(among(tasks.c.id, task_ids), tasks.c.revoke_requested)
        )
        return set(found.scalars())

    async def due(self, limit: int, grace_seconds: float) -> list[Task]:
        """Return tasks that should be on the broker: due, waiting, and sent over `grace_seconds` ago."""
        found = await self._connection.execute(task_recovery.due(limit, grace_seconds))
        return [task_from(row) for row in found]

    async def resend(self, task_ids: Sequence[UUID]) -> None:
        """Write new messages for tasks whose own were lost."""
        waiting = await self._connection.execute(
            update(tasks)
            .where(among(tasks.c.id, task_ids), WAITING)
            .values(sent_at=func.greatest(tasks.c.available_at, NOW))
            .returning(tasks.c.id)
        )
        await self._outbox.dispatch(list(waiting.scalars()))

    async def release_silent(self) -> list[Task]:
        """Put tasks whose worker fell silent back to PENDING, with a new message each.

        Those that somebody asked to stop become REVOKED, those that lost too many workers DEAD; they
        are returned, too.
        """
        return await self._put_back(task_recovery.silent(), lost=task_recovery.SILENT)

    async def depths(self) -> list[QueueDepth]:
        """Return what waits and runs, one row a queue."""
        found = await self._connection.execute(task_recovery.depths())
        rows = {row.queue: row for row in found}
        done = await self._connection.execute(task_recovery.finished_lately())
        finished = {row.queue: row.number for row in done}
        return [
            task_recovery.depth_of(queue, rows.get(queue), finished.get(queue, 0))
            for queue in Queue
        ]

    async def _change(self, statement: Update) -> list[Task]:
        """Run a change of state and publish what became of each task."""
        rows = await self._connection.execute(statement.returning(tasks))
        changed = [task_from(row) for row in rows]
        await self._publish(changed)
        return changed

    async def _publish(self, changed: Sequence[Task]) -> None:
        about = [(str(task.id), task_payload(task)) for task in changed]
        await self._outbox.publish_all(Topic.TASKS, about)
