"""Saying what one thought of an answer."""

from __future__ import annotations

from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.feedback.rating import AdviceRating, Rating
from domain.errors import InvalidInput, NotFound
from domain.ports import Clock, UnitOfWorkFactory

LONGEST_COMMENT = 2_000


async def rate_advice(
    advice_id: UUID,
    rating: Rating,
    comment: str,
    principal: Principal,
    *,
    unit_of_work: UnitOfWorkFactory,
    clock: Clock,
) -> AdviceRating:
    """Rate one of the caller's own answers, in place of what was said of it before.

    Raises `Forbidden`, `NotFound`, `InvalidInput` for a comment of more than 2,000 characters.
    """
    principal.require(Permission.ADVICE_HISTORY)
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise InvalidInput(f"a comment has {LONGEST_COMMENT:,} characters at most", field="comment")
    given = AdviceRating(rating, comment, clock.now())
    async with unit_of_work() as work:
        if not await work.advice.rate(advice_id, given, user_id=principal.user_id):
            raise NotFound("answer", advice_id)
        await work.commit()
    return given
