"""Async actors on the event loop that the process has already."""

from __future__ import annotations

import asyncio
import logging

from dramatiq import Broker, Middleware, Worker
from dramatiq.asyncio import EventLoopThread, set_event_loop_thread


class RunningLoop(Middleware):
    """Runs async actors on a given loop, where the connections they use were opened.

    Dramatiq's own `AsyncIO` starts a second loop in a thread of its own.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def before_worker_boot(self, broker: Broker, worker: Worker) -> None:
        """Have async actors find the loop."""
        set_event_loop_thread(_Borrowed(self._loop))

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        """Forget the loop; stopping it is its owner's business."""
        set_event_loop_thread(None)


class _Borrowed(EventLoopThread):
    """Dramatiq's handle of a loop, for one that runs in a thread of somebody else's."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(logging.getLogger(__name__))
        self.loop.close()  # the one that the base class made and nobody ran
        self.loop = loop
