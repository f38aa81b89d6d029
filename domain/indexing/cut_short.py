"""Versions whose builds died: nobody is left to say so, and they must not seem to be built for ever."""

from __future__ import annotations

from domain.ports import UnitOfWorkFactory

CUT_SHORT = "its build was cut short: the process died, or lost Postgres"


async def reject_cut_short(*, unit_of_work: UnitOfWorkFactory) -> int:
    """Reject the versions whose builds died; return how many. Does nothing while a build is alive.

    A build holds a lock for its whole length, which Postgres takes back as soon as its holder is gone:
    what is BUILDING or VERIFYING while that lock is free is nobody's.
    """
    async with unit_of_work() as work:
        if not await work.indexes.try_build_lock():
            return 0
        rejected = await work.indexes.reject_unfinished(CUT_SHORT)
        await work.commit()
    return len(rejected)
