"""What is started by the clock, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

from domain.jobs.control import start_embedding_job
from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWorkFactory
from jobs.settings import JobSettings

Start = Callable[[UnitOfWorkFactory], Awaitable[object]]


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
    return (
        Schedule("embed_all_documents", "0 * * * *", zone, _embed_all),
        Schedule("cleanup_old_embeddings", "0 2 * * *", zone, clean_up),
        Schedule("compute_index_stats", "*/5 * * * *", zone, _enqueue("compute_index_stats", {})),
    )


async def fire(schedule: Schedule, slot: datetime, *, unit_of_work: UnitOfWorkFactory) -> bool:
    """Start what a moment asks for, unless it was started for that moment; return whether it was now.

    However many schedulers call this, one starts it. Of moments missed only the latest is made up for,
    and none from before the schedule was first seen. Should Postgres die between the start and this commit,
    it is started once more, and joins the first start or finds nothing left to do.
    """
    async with unit_of_work() as work:
        before = await work.schedules.last_slot(schedule.name)
        taken = await work.schedules.take_slot(schedule.name, slot)
        fires = taken and before is not None
        if fires:
            await schedule.start(unit_of_work)
        await work.commit()
    return fires


async def _embed_all(unit_of_work: UnitOfWorkFactory) -> object:
    return await start_embedding_job(None, unit_of_work=unit_of_work)


def _enqueue(name: str, arguments: dict[str, int]) -> Start:
    task = NewTask(name, Queue.MAINTENANCE, arguments, unique_key=name, joins_running=True)

    async def start(unit_of_work: UnitOfWorkFactory) -> object:
        async with unit_of_work() as work:
            (enqueued,) = await work.tasks.enqueue([task])
            await work.commit()
        return enqueued

    return start
