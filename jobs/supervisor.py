"""Keeps a set of processes running, and ends them together."""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from types import FrameType

from jobs.child import Child
from jobs.parent import follow_parent
from jobs.specs import ProcessSpec

POLL_SECONDS = 0.1
FAREWELL_SECONDS = 30.0


def run(specs: Sequence[ProcessSpec], *, farewell_seconds: float = FAREWELL_SECONDS) -> int:
    """Run these processes until SIGTERM or SIGINT; return 0 if all of them ended in good order then.

    A process that ends by itself is started again, without the others noticing. The signal is passed on
    once, as SIGTERM; what still runs after `farewell_seconds`, or when a second signal comes, is killed,
    and the answer is 1. If this process is killed itself, its children end in good order. Call it from
    the main thread.
    """
    return Supervisor(specs, farewell_seconds=farewell_seconds).run()


class Supervisor:
    """See `run`."""

    def __init__(self, specs: Sequence[ProcessSpec], *, farewell_seconds: float) -> None:
        self._children = [Child(spec) for spec in specs]
        self._farewell_seconds = farewell_seconds
        self._signals = 0

    def run(self) -> int:
        """Run until a signal comes, then end everything."""
        before = {
            number: signal.signal(number, self._note) for number in (signal.SIGTERM, signal.SIGINT)
        }
        follow_parent()
        try:
            while not self._signals:
                for child in self._children:
                    child.tend()
                time.sleep(POLL_SECONDS)
            return self._end()
        finally:
            for child in self._children:
                child.signal(signal.SIGKILL)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self) -> int:
        for child in self._children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + self._farewell_seconds
        while any(child.alive for child in self._children):
            if time.monotonic() > deadline or self._signals > 1:
                return 1
            time.sleep(POLL_SECONDS)
        return 0

    def _note(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._signals += 1
