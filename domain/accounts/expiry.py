"""Letting go of sign-ins that have ended."""

from __future__ import annotations

from domain.ports import Clock, UnitOfWorkFactory


async def delete_expired_tokens(*, unit_of_work: UnitOfWorkFactory, clock: Clock) -> int:
    """Delete the refresh tokens whose time is over, which nobody can use any more; return how many."""
    async with unit_of_work() as work:
        deleted = await work.accounts.delete_expired_tokens(clock.now())
        await work.commit()
    return deleted
