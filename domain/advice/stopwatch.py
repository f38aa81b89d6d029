"""Measuring how long each stage of an answer takes."""

from __future__ import annotations

import time

from domain.advice.advice import StageTime
from domain.advice.events import StageFinished, StageStarted


class Stopwatch:
    """Measures one stage after the other on a monotonic clock."""

    def __init__(self) -> None:
        self.times: list[StageTime] = []
        self._stage = ""
        self._start = 0.0

    def start(self, stage: str) -> StageStarted:
        """Begin a stage."""
        self._stage, self._start = stage, time.perf_counter()
        return StageStarted(stage)

    def finish(self) -> StageFinished:
        """End the stage that was begun last."""
        milliseconds = round((time.perf_counter() - self._start) * 1000, 3)
        self.times.append(StageTime(self._stage, milliseconds))
        return StageFinished(self.times[-1])
