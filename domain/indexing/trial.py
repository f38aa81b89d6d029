"""A new version on trial: measured on real searches, and taken back if it does worse than the one before.

Nodes measure; Postgres decides, once, whichever node asks first. A version is taken back at most once,
only to an older one, and never to one that was taken back itself: nothing swings to and fro, and a
version that an operator activates again stays.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from domain.indexing.search_times import SearchFigures
from domain.indexing.version import IndexVersion, Rollout
from domain.ports import UnitOfWork, UnitOfWorkFactory

TRIAL = timedelta(hours=24)
"""Later than that, slower searches have other causes than the swap."""

FEWEST_SEARCHES = 500
"""Measured of both versions, before their times are compared."""

MOST_TIMES_SLOWER = 2.0
FAST_ENOUGH_MS = 10.0
"""A 95th percentile up to this is no reason: an index of ten passages that grows to ten thousand is
slower by far, and rightly so. It is what the design promises for 100,000."""

FEWEST_FAILURES = 3
MOST_FAILING_SHARE = 0.01

logger = logging.getLogger(__name__)


def on_trial(active: IndexVersion, previous: IndexVersion, now: datetime) -> bool:
    """Whether the active version may be taken back to the previous one without being asked."""
    return (
        active.activated_at is not None
        and now - active.activated_at <= TRIAL
        and active.number > previous.number
        and active.rolled_back_at is None
        and previous.rolled_back_at is None
        and previous.artefact is not None
    )


def verdict(
    active: IndexVersion, new: SearchFigures, old: SearchFigures, rollout: Rollout
) -> str | None:
    """Return why the active version should be taken back, None if it should not.

    It should if no node can open it; if at least 3 searches and more than 1 % failed, and a larger share
    than before; or if, on at least 500 searches of each, its 95th percentile is over 10 ms and over twice
    that of the one before.
    """
    if rollout.failed and not rollout.active and not rollout.staged:
        return f"no node could open version {active.number} ({rollout.failed} tried)"
    failing = new.failing_share
    if new.failed >= FEWEST_FAILURES and failing > max(MOST_FAILING_SHARE, old.failing_share):
        return f"{new.failed} of {new.searches} searches of version {active.number} failed"
    before, after = old.p95_ms, new.p95_ms
    if before is None or after is None or min(new.timed, old.timed) < FEWEST_SEARCHES:
        return None
    if after > max(FAST_ENOUGH_MS, MOST_TIMES_SLOWER * before):
        return (
            f"the 95th percentile of {new.timed} searches of version {active.number} is "
            f"{after:.1f} ms, over twice the {before:.1f} ms of {old.timed} before it"
        )
    return None


async def judge(now: datetime, *, unit_of_work: UnitOfWorkFactory) -> IndexVersion | None:
    """Take the active version back if its trial goes badly; return the version that serves then.

    None if it stays. The version that is taken back keeps the reason.
    """
    async with unit_of_work() as work:
        if await _finding(work, now) is None:
            return None
    async with unit_of_work() as work:
        await work.indexes.hold_active()  # and look again: somebody else may have decided meanwhile
        found = await _finding(work, now)
        if found is None:
            return None
        active, previous, reason = found
        await work.indexes.activate(previous.id)
        await work.indexes.rolled_back(active.id, f"rolled back: {reason}")
        await work.commit()
    logger.error("version %s serves again: %s", previous.number, reason)
    return previous


async def _finding(
    work: UnitOfWork, now: datetime
) -> tuple[IndexVersion, IndexVersion, str] | None:
    active, previous = await work.indexes.active(), await work.indexes.previous()
    if active is None or previous is None or not on_trial(active, previous, now):
        return None
    reason = verdict(
        active,
        await work.serving.searches(active.id, since=active.activated_at),
        await work.serving.searches(previous.id),
        await work.indexes.rollout(active.id),
    )
    return None if reason is None else (active, previous, reason)
