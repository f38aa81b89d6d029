"""What a worker keeps asking the ledger while it works."""

from __future__ import annotations

import asyncio
import logging

from domain.jobs.upkeep import release_forgotten
from domain.ports import UnitOfWorkFactory
from jobs.in_flight import RunningTasks

REVOCATION_SECONDS = 0.5
"""One query a process, however many tasks it runs."""

FORGOTTEN_SECONDS = 5.0

logger = logging.getLogger(__name__)


async def watch_revocations(running: RunningTasks, *, unit_of_work: UnitOfWorkFactory) -> None:
    """Stop attempts whose tasks were revoked, until cancelled."""
    while True:
        await asyncio.sleep(REVOCATION_SECONDS)
        if not running.known:
            continue
        try:
            async with unit_of_work() as work:
                revoked = await work.tasks.revocations(running.known)
        except Exception:
            logger.exception("could not ask which tasks were revoked")
        else:
            running.revoke(revoked)


async def watch_forgotten(
    running: RunningTasks, *, worker: str, unit_of_work: UnitOfWorkFactory
) -> None:
    """Put back tasks that the ledger says are run here and are not, until cancelled."""
    while True:
        await asyncio.sleep(FORGOTTEN_SECONDS)
        try:
            released = await release_forgotten(worker, running.known, unit_of_work=unit_of_work)
        except Exception:
            logger.exception("could not compare what runs here with the ledger")
        else:
            if released:
                logger.warning("put back %d tasks that were not run here after all", released)
