"""How the index grows, and when it will reach the next threshold of urgency if it goes on so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from domain.indexing.urgency import ACT_ABOVE, PLAN_FROM, urgency

WINDOW = timedelta(days=30)
SHORTEST_SPAN = timedelta(days=1)
FEWEST_COUNTS = 12
LEAST_SLOPE = 1e-9
"""Points a day; what is less comes of the arithmetic."""
FARTHEST = timedelta(days=3650)
KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the active version held at a moment."""

    at: datetime
    passages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Projection:
    """When urgency reaches `threshold`, by a straight line through what was counted.

    `on` is None, for the `reason` given, if that cannot be said. `points_a_day` is the line's slope;
    `counts` is how many counts it runs through, the oldest from `since`.
    """

    threshold: float | None
    on: datetime | None
    points_a_day: float | None
    counts: int
    since: datetime | None
    reason: str | None


def project(history: Sequence[Counted], now: datetime) -> Projection:
    """Fit a line to the urgency of the counts (least squares) and follow it to the next threshold.

    Needs 12 counts over at least a day. The thresholds are 70 (plan) and 90 (act).
    """
    if not history:
        return Projection(None, None, None, 0, None, "nothing was counted yet")
    scores = [urgency(each.passages, each.bytes).score for each in history]
    since = history[0].at
    threshold = _next_threshold(scores[-1])
    if threshold is None:
        return Projection(None, None, None, len(history), since, "every threshold is passed")
    if len(history) < FEWEST_COUNTS or history[-1].at - since < SHORTEST_SPAN:
        reason = f"fewer than {FEWEST_COUNTS} counts over a day"
        return Projection(threshold, None, None, len(history), since, reason)
    days = [(each.at - since) / timedelta(days=1) for each in history]
    slope, start = (float(each) for each in np.polyfit(days, scores, 1))
    grows = slope > LEAST_SLOPE
    reached = (threshold - start) / slope if grows else float("inf")
    if reached > (now - since + FARTHEST) / timedelta(days=1):
        reason = "more than ten years away" if grows else "it does not grow"
        return Projection(threshold, None, slope, len(history), since, reason)
    on = max(since + timedelta(days=reached), now)
    return Projection(threshold, on, slope, len(history), since, None)


def _next_threshold(score: float) -> float | None:
    if score < PLAN_FROM:
        return PLAN_FROM
    return ACT_ABOVE if score <= ACT_ABOVE else None


class StatisticsRepository(Protocol):
    """What was counted of the index from time to time."""

    async def note(self, version: int | None, passages: int, size: int, embeddings: int) -> None:
        """Keep a count, and forget those of more than 400 days ago."""

    async def history(self, window: timedelta) -> Sequence[Counted]:
        """Return the last count of each hour within the window, oldest first."""

    async def users(self) -> int:
        """Count the accounts that are not disabled."""
