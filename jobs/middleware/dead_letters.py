"""Poison messages end in the broker's dead-letter queue."""

from __future__ import annotations

from typing import Any

from dramatiq import Broker, Middleware
from dramatiq.broker import MessageProxy


class GaveUp(Exception):
    """A task has failed for good; the ledger knows why."""


class DeadLetters(Middleware):
    """Rejects the message of a task that was given up; every other message is acknowledged.

    Dramatiq shows and keeps rejected messages for 7 days. The ledger's state DEAD is what counts.
    """

    @property
    def actor_options(self) -> set[str]:
        """Dramatiq's worker logs an error of this class as expected."""
        return {"throws"}

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any | None = None,
        exception: BaseException | None = None,
    ) -> None:
        """Mark the message for rejection."""
        if isinstance(exception, GaveUp):
            message.fail()
