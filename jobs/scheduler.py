"""The scheduler process: relays, dispatches, sweeps and keeps the schedules."""

from __future__ import annotations

import asyncio
import logging

from domain.jobs.worker import ProcessKind
from jobs.background import run_background
from jobs.broker import LedgerBroker
from jobs.heartbeat import Heartbeat, process_name
from jobs.process import alongside, on_stop, run_process
from jobs.settings import JobSettings
from persistence.bootstrap import open_resources
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings

logger = logging.getLogger("jobs.scheduler")  # run as a module, it is called __main__


async def run(settings: JobSettings, store: PersistenceSettings) -> int:
    """Run until SIGTERM or SIGINT; return the exit code 0.

    Any number of schedulers may run at once. Call it as a process's only coroutine, in its main thread.
    """
    stop = asyncio.Event()
    on_stop(stop)
    async with open_resources(store) as resources:
        await migrate(resources.database_url)
        broker = LedgerBroker(resources.redis_url)
        name = process_name(ProcessKind.SCHEDULER)
        heartbeat = Heartbeat(name, ProcessKind.SCHEDULER, unit_of_work=resources.unit_of_work)
        background = run_background(resources, broker, settings=settings, schedule=True)
        async with heartbeat.beating(), alongside(background):
            logger.info("%s keeps the schedules", name)
            await stop.wait()
        broker.close()
    return 0


def main() -> None:
    """Run a scheduler: `python -m jobs.scheduler`."""
    run_process(run(JobSettings(), PersistenceSettings()))


if __name__ == "__main__":
    main()
