"""How fast a job goes, and how long the rest of it takes at that pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.documents.embedding import TEXTS_PER_STEP

WINDOW_SECONDS = 60.0
"""The rate is that of this last stretch of time."""

LULL_SECONDS = 5.0
"""After so long without anything at work, a job is waiting, and no rate is claimed for it."""

SHORTEST_SECONDS = 1.0
"""What was done in less than this says nothing of a rate by the second."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """An attempt at a task: what it did between its beginning and its last report.

    `began` and `reported` are seconds before now. `units` were done in this attempt alone. `open` are those
    that it has still to do, 0 if it has ended.
    """

    began: float
    reported: float
    units: int
    open: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Units a second, and the seconds until none are left at that rate."""

    rate: float
    seconds_left: float


def pace_of(stretches: Sequence[Stretch], left: int, *, since: float) -> Pace | None:
    """Return the pace at which `left` units go; None if nothing is left, at work, or measured yet.

    Looks back a minute at most, and never beyond `since` seconds, when the job began or was resumed. What a
    task did is spread evenly over the time from its beginning to its last report. Since then it has been
    at a step that nobody has heard of: that counts at the pace measured, but never for more than a step's
    128 units, so that between two reports the time left runs down with the clock, and rises again if the
    reports fail to come.
    """
    seen = min(WINDOW_SECONDS, since, max((each.began for each in stretches), default=0.0))
    recent = [each for each in stretches if each.reported < seen]
    if left <= 0 or not recent or not _at_work(recent):
        return None
    busy = [min(each.began, seen) - each.reported for each in recent]
    done = sum(
        each.units * seconds / (each.began - each.reported)
        for each, seconds in zip(recent, busy, strict=True)
        if seconds > 0
    )
    if done <= 0:
        return None
    under_way = sum(
        min(done / sum(busy) * each.reported, TEXTS_PER_STEP, each.open) for each in recent
    )
    rate = (done + under_way) / max(seen, SHORTEST_SECONDS)
    return Pace(rate, max(left - under_way, 0.0) / rate)


def _at_work(stretches: Sequence[Stretch]) -> bool:
    return any(each.open or each.reported < LULL_SECONDS for each in stretches)
