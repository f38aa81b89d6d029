"""A child of the supervisor does not outlive it, even if it is killed."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

SUPERVISED = "APFA_SUPERVISED"
"""Set by the supervisor, which holds the other end of its children's standard input."""

LAST_RESORT_SECONDS = 60.0


def follow_parent(patience_seconds: float = LAST_RESORT_SECONDS) -> None:
    """Have this process end in good order when its supervisor is gone; a process without one is left alone.

    It sends itself SIGTERM, and ends at once if it is still there after `patience_seconds`.
    """
    if os.environ.get(SUPERVISED) == "1":
        threading.Thread(target=_wait, args=(patience_seconds,), daemon=True).start()


def _wait(patience_seconds: float) -> None:
    while os.read(
        sys.stdin.fileno(), 1
    ):  # nothing is ever written: it returns when the pipe closes
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(patience_seconds)
    os._exit(1)
