"""How often something happens."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 60.0


class Rate:
    """Counts what happens and says how often it did, by the second, over the last minute."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun = now()
        self._counts: deque[list[float]] = deque()  # [whole second, how many], oldest first

    def count(self) -> None:
        """Note that it happened once."""
        second = self._now() // 1
        if not self._counts or self._counts[-1][0] != second:
            self._forget()
            self._counts.append([second, 0])
        self._counts[-1][1] += 1

    def per_second(self) -> float:
        """Return how often a second, over the last minute or as long as there was."""
        self._forget()
        window = min(WINDOW_SECONDS, max(self._now() - self._begun, 1.0))
        return sum(count for _, count in self._counts) / window

    def _forget(self) -> None:
        while self._counts and self._counts[0][0] < self._now() - WINDOW_SECONDS:
            self._counts.popleft()
