"""A process that has done its share makes way for a fresh one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from dramatiq import Broker, Middleware
from dramatiq.broker import MessageProxy


class Recycling(Middleware):
    """Calls `spent`, once and from a worker's thread, after `limit` messages; 0 means never.

    What a library loses of memory over days is thus given back without anyone looking for it.
    """

    def __init__(self, limit: int, spent: Callable[[], None]) -> None:
        self._limit = limit
        self._spent = spent
        self._lock = threading.Lock()
        self._count = 0

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any | None = None,
        exception: BaseException | None = None,
    ) -> None:
        """Count the message."""
        with self._lock:
            self._count += 1
            reached = self._count == self._limit
        if reached:
            self._spent()
