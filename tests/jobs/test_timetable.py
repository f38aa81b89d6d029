"""Moments of schedules, and who fires them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from domain.jobs.starting import enable_schedule
from domain.jobs.task import NewTask, Queue, Task
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory
from jobs.background import ScheduleKeeper
from jobs.settings import JobSettings
from jobs.timetable import Schedule, fire, run_now, schedules

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 6, 1, 12, 0, 30, tzinfo=UTC)


async def count(unit_of_work: UnitOfWorkFactory) -> Task:
    async with unit_of_work() as work:
        (task,) = await work.tasks.enqueue([NewTask("compute_index_stats", Queue.MAINTENANCE)])
        await work.commit()
    return task


def every(cron: str) -> Schedule:
    return Schedule("counting", cron, ZoneInfo("UTC"), count)


async def started(workplace: Any) -> int:
    async with workplace.resources.unit_of_work() as work:
        return len((await work.tasks.page(PageRequest(100))).items)


def test_the_schedules_of_the_product() -> None:
    assert {schedule.name: schedule.following(NOON) for schedule in schedules(JobSettings())} == {
        "embed_all_documents": datetime(2026, 6, 1, 13, tzinfo=UTC),
        "cleanup_old_embeddings": datetime(2026, 6, 2, 2, tzinfo=UTC),
        "cleanup_old_indices": datetime(2026, 6, 2, 2, 30, tzinfo=UTC),
        "purge_removed_documents": datetime(2026, 6, 2, 3, tzinfo=UTC),
        "delete_expired_tokens": datetime(2026, 6, 2, 3, 30, tzinfo=UTC),
        "compute_index_stats": datetime(2026, 6, 1, 12, 5, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        # two o'clock does not exist on the day that summer time begins: it is run right after
        (datetime(2026, 3, 8, 12, tzinfo=UTC), datetime(2026, 3, 8, 3, tzinfo=NEW_YORK)),
        (datetime(2026, 3, 9, 12, tzinfo=UTC), datetime(2026, 3, 9, 2, tzinfo=NEW_YORK)),
        (datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 11, 1, 2, tzinfo=NEW_YORK)),
    ],
)
def test_moments_are_those_of_the_wall_clock(now: datetime, latest: datetime) -> None:
    nightly = Schedule("nightly", "0 2 * * *", NEW_YORK, count)
    assert nightly.latest(now) == latest.astimezone(UTC)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="no time zone is called"):
        JobSettings(time_zone="Europe/Atlantis")


async def test_a_moment_is_fired_once_and_none_from_before_the_first_look(workplace: Any) -> None:
    store, hourly = workplace.resources.unit_of_work, every("0 * * * *")
    slots = [NOON.replace(hour=hour) for hour in (10, 11, 11, 10, 12)]

    fired = [await fire(hourly, slot, unit_of_work=store) for slot in slots]

    assert fired == [False, True, False, False, True]
    assert await started(workplace) == 2


async def test_of_missed_moments_the_latest_is_made_up_for(workplace: Any) -> None:
    store, hourly = workplace.resources.unit_of_work, every("0 * * * *")
    now = datetime.now(UTC)
    await fire(hourly, hourly.latest(now - timedelta(hours=5)), unit_of_work=store)

    keeper = ScheduleKeeper((hourly,), workplace.resources)
    await keeper.look()
    await keeper.look()

    assert await started(workplace) == 1


async def test_of_several_schedulers_exactly_one_fires(workplace: Any) -> None:
    each_second = every("* * * * * *")
    keepers = [ScheduleKeeper((each_second,), workplace.resources) for _ in range(3)]
    first = datetime.now(UTC)

    async def keep(keeper: ScheduleKeeper) -> None:
        while datetime.now(UTC) < first + timedelta(seconds=3.5):
            await keeper.look()
            await asyncio.sleep(0.05)

    await asyncio.gather(*map(keep, keepers))

    assert await started(workplace) in {3, 4}  # seconds that began meanwhile


async def test_a_disabled_schedule_lets_its_moments_pass(workplace: Any) -> None:
    store, hourly = workplace.resources.unit_of_work, every("0 * * * *")
    now = datetime.now(UTC)
    await fire(hourly, hourly.latest(now - timedelta(hours=5)), unit_of_work=store)
    await enable_schedule("counting", False, known={"counting"}, unit_of_work=store)
    assert not await fire(hourly, hourly.latest(now - timedelta(hours=2)), unit_of_work=store)
    await enable_schedule("counting", True, known={"counting"}, unit_of_work=store)

    assert not await fire(hourly, hourly.latest(now), unit_of_work=store)
    assert await fire(hourly, hourly.following(now), unit_of_work=store)

    assert await started(workplace) == 1


async def test_what_was_started_last_is_known(workplace: Any) -> None:
    store, hourly = workplace.resources.unit_of_work, every("0 * * * *")
    await run_now(hourly, unit_of_work=store)
    async with store() as work:
        (task,) = (await work.tasks.page(PageRequest())).items
        kept = (await work.schedules.keeping())["counting"]
    assert kept.last is not None
    assert kept.last.task_id == task.id
    assert kept.slot is None  # running it by hand takes no moment
    assert not await fire(hourly, NOON, unit_of_work=store)
    assert await fire(hourly, NOON + timedelta(hours=1), unit_of_work=store)
