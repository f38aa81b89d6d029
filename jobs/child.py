"""One process under supervision: started, watched, started again."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from contextlib import suppress

from jobs.parent import SUPERVISED
from jobs.specs import ProcessSpec

RECYCLED = 75
"""The exit code of a process that wants to be replaced by a fresh one, and at once."""

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0

logger = logging.getLogger(__name__)


class Child:
    """Keeps one process running. A child that dies young waits longer each time, up to 30 seconds.

    It is a process of its own session, so that Ctrl-C reaches the supervisor alone, which passes it on.
    """

    def __init__(self, spec: ProcessSpec) -> None:
        self.spec = spec
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._due = 0.0
        self._pause = FIRST_PAUSE_SECONDS

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of the process, if it runs."""
        return self._process.pid if self._process is not None and self.alive else None

    def tend(self) -> None:
        """Start the process if it does not run and its time has come."""
        if self.alive:
            return
        now = time.monotonic()
        if self._process is not None:
            self._bury(self._process, now)
        if now >= self._due:
            self._start(now)

    def signal(self, number: int) -> None:
        """Send a signal to the process if it runs."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    def _start(self, now: float) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # this Python, with arguments of our own
            [sys.executable, *self.spec.arguments],
            stdin=subprocess.PIPE,
            env={**os.environ, **self.spec.environment, SUPERVISED: "1"},
            pass_fds=self.spec.descriptors,
            start_new_session=True,
        )
        self._started = now
        logger.info("%s runs as process %d", self.spec.name, self._process.pid)

    def _bury(self, process: subprocess.Popen[bytes], now: float) -> None:
        """Note how the process ended and when the next is due."""
        if process.stdin is not None:
            process.stdin.close()
        self._process = None
        if process.returncode == RECYCLED:
            logger.info("%s is replaced", self.spec.name)
            self._due, self._pause = now, FIRST_PAUSE_SECONDS
            return
        if now - self._started > STEADY_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        logger.warning(
            "%s ended with code %s; starting it again in %.1f s",
            self.spec.name,
            process.returncode,
            self._pause,
        )
        self._due = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
