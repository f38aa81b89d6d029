"""How long searches took, counted in buckets that can be added up over processes.

Buckets grow by the eighth root of two, so that a percentile read from them is at most 9 % too high.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, log2

BUCKETS_PER_DOUBLING = 8
SHORTEST_MS = 0.0625
BUCKETS = 18 * BUCKETS_PER_DOUBLING
"""The last bucket takes whatever is longer than 16 seconds, too."""


def bucket_of(milliseconds: float) -> int:
    """Return the number of the bucket that a time belongs to."""
    if milliseconds <= SHORTEST_MS:
        return 0
    return min(ceil(BUCKETS_PER_DOUBLING * log2(milliseconds / SHORTEST_MS)), BUCKETS - 1)


def upper_bound(bucket: int) -> float:
    """Return the longest time in milliseconds that belongs to a bucket."""
    return float(SHORTEST_MS * 2 ** (bucket / BUCKETS_PER_DOUBLING))


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """Searches of one version: how many `failed`, and how many of the others fell into each bucket."""

    failed: int
    buckets: tuple[int, ...]

    @property
    def timed(self) -> int:
        """How many searches came to an end."""
        return sum(self.buckets)

    @property
    def searches(self) -> int:
        """How many searches there were."""
        return self.timed + self.failed

    @property
    def failing_share(self) -> float:
        """The share of searches that failed, from 0 to 1."""
        return self.failed / self.searches if self.searches else 0.0

    @property
    def p95_ms(self) -> float | None:
        """The time in milliseconds within which 95 % of the timed searches ended; None without any."""
        wanted, seen = 0.95 * self.timed, 0
        for bucket, count in enumerate(self.buckets):
            seen += count
            if count and seen >= wanted:
                return upper_bound(bucket)
        return None


def added_up(figures: Iterable[SearchFigures]) -> SearchFigures:
    """Return the figures of several processes as one."""
    failed, buckets = 0, [0] * BUCKETS
    for each in figures:
        failed += each.failed
        for bucket, count in enumerate(each.buckets):
            buckets[bucket] += count
    return SearchFigures(failed, tuple(buckets))


def counted(times_ms: Sequence[float], failed: int = 0) -> SearchFigures:
    """Return the figures of searches that took so many milliseconds each."""
    buckets = [0] * BUCKETS
    for each in times_ms:
        buckets[bucket_of(each)] += 1
    return SearchFigures(failed, tuple(buckets))
