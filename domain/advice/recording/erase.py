"""Erasing answers: the records go, their salts with them; their links stay and prove that they were."""

from __future__ import annotations

from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.recording.history import Erasure
from domain.ports import UnitOfWorkFactory

RECORDS_A_STEP = 500
"""Others wait for their turn to record meanwhile."""


async def erase_own_advice(
    erasure: Erasure, principal: Principal, *, unit_of_work: UnitOfWorkFactory
) -> int:
    """Erase the caller's own answers; return how many. Raises `Forbidden`.

    What is not there, or no longer, counts nothing, so it may be repeated.
    """
    principal.require(Permission.ADVICE_HISTORY)
    return await erase_advice(erasure, principal.user_id, unit_of_work=unit_of_work)


async def erase_advice(erasure: Erasure, user_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> int:
    """Erase a user's answers, some at a time, each step for good; return how many."""
    erased = 0
    while True:
        async with unit_of_work() as work:
            some = await work.advice.erase(erasure, user_id=user_id, limit=RECORDS_A_STEP)
            await work.commit()
        erased += some
        if some < RECORDS_A_STEP:
            return erased
