"""The attempts that this process runs at the moment, and why one was asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any
from uuid import UUID

from domain.jobs.attempt import Outcome
from domain.jobs.task import Claim


class Reason(Enum):
    """Why an attempt is stopped before its end."""

    REVOKED = auto()
    RELEASED = auto()


class Stopped(Exception):
    """The attempt was stopped from outside; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


class RunningTasks:
    """Runs attempts so that they can be stopped: a safe point is wherever the attempt awaits."""

    def __init__(self) -> None:
        self._known: list[UUID] = []
        self._attempts: dict[tuple[UUID, int], asyncio.Task[Outcome]] = {}
        self._reasons: dict[tuple[UUID, int], Reason] = {}
        self._closed = False

    def __len__(self) -> int:
        return len(self._attempts)

    @property
    def known(self) -> frozenset[UUID]:
        """The tasks that are being claimed, run or ended here."""
        return frozenset(self._known)

    @contextmanager
    def knowing(self, task_id: UUID) -> Iterator[None]:
        """Know of a task for the length of the block."""
        self._known.append(task_id)  # twice, if its message was delivered twice
        try:
            yield
        finally:
            self._known.remove(task_id)

    async def run(self, claim: Claim, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """Run an attempt to its end. Raises `Stopped` if it was asked to stop before that."""
        if self._closed:
            work.close()
            raise Stopped(Reason.RELEASED)
        key = (claim.task_id, claim.fence)
        attempt = self._attempts[key] = asyncio.create_task(work)
        try:
            return await attempt
        except BaseException:
            if key in self._reasons:
                # Whatever it raised while it unwound, it was not let go on.
                raise Stopped(self._reasons[key]) from None
            raise
        finally:
            del self._attempts[key]
            self._reasons.pop(key, None)

    def revoke(self, task_ids: Collection[UUID]) -> None:
        """Stop the attempts at these tasks."""
        for key in self._attempts:
            if key[0] in task_ids:
                self._stop(key, Reason.REVOKED)

    def release_all(self) -> None:
        """Stop every attempt, and any that should still begin, so that other processes take them."""
        self._closed = True
        for key in self._attempts:
            self._stop(key, Reason.RELEASED)

    def _stop(self, key: tuple[UUID, int], reason: Reason) -> None:
        """Cancel an attempt once: a second cancellation would break into its tidying up."""
        if key not in self._reasons:
            self._reasons[key] = reason
            self._attempts[key].cancel()
