"""What must always go on somewhere: events relayed, messages sent, losses made good, schedules kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.indexing.cut_short import reject_cut_short
from domain.jobs.upkeep import sweep
from jobs.broker import LedgerBroker
from jobs.dispatcher import held_by, send_to
from jobs.settings import JobSettings
from jobs.timetable import Schedule, fire, schedules
from persistence.bootstrap import Resources
from persistence.engines import ensure_running

SWEEP_SECONDS = 2.0
SCHEDULE_SECONDS = 1.0
ENGINES_SECONDS = 2.0
PAUSE_SECONDS = 1.0

logger = logging.getLogger(__name__)


async def run_background(
    resources: Resources, broker: LedgerBroker, *, settings: JobSettings, schedule: bool
) -> None:
    """Run until cancelled, through any outage.

    Relays events, sends messages and revives local engines; with `schedule` also sweeps and keeps the
    schedules. Any number of processes may run all of it at the same time: Postgres decides who does what.
    """
    store = resources.unit_of_work

    async def dispatch() -> None:
        await resources.dispatch_outbox.run(send_to(broker))

    async def sweep_once() -> None:
        sent, released = await sweep(unit_of_work=store, held_by_broker=held_by(broker))
        if sent or released:
            logger.info("sent %d lost messages again, released %d silent tasks", sent, released)
        rejected = await reject_cut_short(unit_of_work=store)
        if rejected:
            logger.warning("rejected %d index versions whose builds were cut short", rejected)

    loops = {
        "the event relay": resources.event_relay.run,
        "the dispatcher": dispatch,
        "the local engines": _every(ENGINES_SECONDS, lambda: _revive_engines(resources)),
    }
    if schedule:
        keeper = ScheduleKeeper(schedules(settings), resources)
        loops["the sweep"] = _every(SWEEP_SECONDS, sweep_once)
        loops["the schedules"] = _every(SCHEDULE_SECONDS, keeper.look)
    async with asyncio.TaskGroup() as group:
        for name, loop in loops.items():
            group.create_task(_for_ever(name, loop))


class ScheduleKeeper:
    """Fires schedules as their moments pass, asking Postgres about each moment once."""

    def __init__(self, kept: tuple[Schedule, ...], resources: Resources) -> None:
        self._schedules = kept
        self._unit_of_work = resources.unit_of_work
        self._seen: dict[str, datetime] = {}

    async def look(self) -> None:
        """Fire what is due now and was not fired by anybody."""
        async with self._unit_of_work() as work:
            now = (
                await work.schedules.now()
            )  # a machine whose clock is wrong fires nothing too early
        for schedule in self._schedules:
            slot = schedule.latest(now)
            if self._seen.get(schedule.name) == slot:
                continue
            if await fire(schedule, slot, unit_of_work=self._unit_of_work):
                logger.info("%s was due at %s and is started", schedule.name, slot)
            self._seen[schedule.name] = slot


async def _revive_engines(resources: Resources) -> None:
    """Start a local engine again if it has died; the configured ones are others' business."""
    settings = resources.settings
    postgres, redis = settings.database_url is None, settings.redis_url is None
    if postgres or redis:
        await asyncio.to_thread(
            ensure_running, settings.data_directory, postgres=postgres, redis=redis
        )


def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def loop() -> None:
        while True:
            await do()
            await asyncio.sleep(seconds)

    return loop


async def _for_ever(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run a loop, and again if it fails: an outage ends, and none of the loops may end with it."""
    while True:
        try:
            await loop()
        except Exception:
            logger.exception("%s failed; it goes on in %.0f s", name, PAUSE_SECONDS)
        await asyncio.sleep(PAUSE_SECONDS)
