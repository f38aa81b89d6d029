"""What this machine has to give."""

from __future__ import annotations

import os


def cores() -> int:
    """Return how many cores this process may use, which in a container is often fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
