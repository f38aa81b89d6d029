"""What is started by the clock, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

from domain.errors import NotFound
from domain.jobs.schedule_keeping import Keeping
from domain.jobs.starting import plan_embedding_job
from domain.jobs.task import NewTask, Queue, Task
from domain.ports import UnitOfWork, UnitOfWorkFactory
from jobs.settings import JobSettings

Start = Callable[[UnitOfWorkFactory], Awaitable[Task]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something started at the moments of a cron expression (minute, hour, day, month, weekday).

    Moments are those of the zone's wall clock: one that a change to summer time skips comes right after
    the change, one that it repeats comes once.
    """

    name: str
    cron: str
    zone: ZoneInfo
    start: Start

    def latest(self, now: datetime) -> datetime:
        """Return the last moment before `now`, in UTC."""
        return self._moment(now, backwards=True)

    def following(self, now: datetime) -> datetime:
        """Return the first moment after `now`, in UTC."""
        return self._moment(now, backwards=False)

    def _moment(self, now: datetime, *, backwards: bool) -> datetime:
        moments = CronSim(self.cron, now.astimezone(self.zone), reverse=backwards)
        return next(moments).astimezone(UTC)


def schedules(settings: JobSettings) -> tuple[Schedule, ...]:
    """Return the schedules of the product."""
    zone = ZoneInfo(settings.time_zone)
    clean_up = _enqueue("cleanup_old_embeddings", {"older_than_days": settings.keep_days})
    tidy_up = _enqueue("cleanup_old_indices", {"keep": settings.keep_indexes})
    return (
        Schedule("embed_all_documents", "0 * * * *", zone, _embed_all),
        Schedule("cleanup_old_embeddings", "0 2 * * *", zone, clean_up),
        Schedule("cleanup_old_indices", "30 2 * * *", zone, tidy_up),
        Schedule("purge_removed_documents", "0 3 * * *", zone, _enqueue("purge_removed_documents")),
        Schedule("delete_expired_tokens", "30 3 * * *", zone, _enqueue("delete_expired_tokens")),
        Schedule("compute_index_stats", "*/5 * * * *", zone, _enqueue("compute_index_stats")),
    )


NOT_KEPT = Keeping()
"""What holds of a schedule that no scheduler has looked at yet."""


def named(name: str, known: Iterable[Schedule]) -> Schedule:
    """Return the schedule of this name. Raises `NotFound`."""
    for schedule in known:
        if schedule.name == name:
            return schedule
    raise NotFound("schedule", name)


async def fire(schedule: Schedule, slot: datetime, *, unit_of_work: UnitOfWorkFactory) -> bool:
    """Start what a moment asks for, unless it was started for that moment; return whether it was now.

    However many schedulers call this, one starts it. Of moments missed only the latest is made up for,
    and none from before the schedule was first seen, or that passed while it was disabled. Should Postgres
    die between the start and this commit, it is started once more, and joins the first start or finds
    nothing left to do.
    """
    async with unit_of_work() as work:
        before = await work.schedules.take_slot(schedule.name, slot)
        fires = before is not None and before.slot is not None and before.enabled
        if fires:
            await _start(schedule, work, unit_of_work)
        await work.commit()
    return fires


async def run_now(schedule: Schedule, *, unit_of_work: UnitOfWorkFactory) -> None:
    """Start what a schedule starts, without waiting for its next moment; one that is disabled, too."""
    async with unit_of_work() as work:
        await _start(schedule, work, unit_of_work)
        await work.commit()


async def _start(schedule: Schedule, work: UnitOfWork, unit_of_work: UnitOfWorkFactory) -> None:
    """Start it in a transaction of its own, and note in this one what that was."""
    task = await schedule.start(unit_of_work)
    await work.schedules.note(schedule.name, task.id)


async def _embed_all(unit_of_work: UnitOfWorkFactory) -> Task:
    _, task = await plan_embedding_job(None, unit_of_work=unit_of_work)
    return task


def _enqueue(name: str, arguments: dict[str, int] | None = None) -> Start:
    new = NewTask(name, Queue.MAINTENANCE, arguments or {}, unique_key=name, joins_running=True)

    async def start(unit_of_work: UnitOfWorkFactory) -> Task:
        async with unit_of_work() as work:
            (task,) = await work.tasks.enqueue([new])
            await work.commit()
        return task

    return start
