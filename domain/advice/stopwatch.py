"""Measuring how long each stage of an answer takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from domain.advice.advice import StageTime


class Stopwatch:
    """Measures stages on a monotonic clock."""

    def __init__(self) -> None:
        self.times: list[StageTime] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what runs inside."""
        start = time.perf_counter()
        yield
        self.times.append(StageTime(name, round((time.perf_counter() - start) * 1000, 3)))
