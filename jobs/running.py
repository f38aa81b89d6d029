"""The attempts that this process runs at the moment, and why one was asked to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from enum import Enum, auto
from typing import Any
from uuid import UUID

from domain.jobs.running import Outcome
from domain.jobs.task import Claim
from domain.ports import UnitOfWorkFactory

REVOCATION_SECONDS = 0.5
"""How often the ledger is asked for revoked tasks: one query, however many run."""

logger = logging.getLogger(__name__)


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
        self._attempts: dict[tuple[UUID, int], asyncio.Task[Outcome]] = {}
        self._reasons: dict[tuple[UUID, int], Reason] = {}
        self._closed = False

    def __len__(self) -> int:
        return len(self._attempts)

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

    def release_all(self) -> None:
        """Stop every attempt, and any that should still begin, so that other processes take them."""
        self._closed = True
        for key in self._attempts:
            self._stop(key, Reason.RELEASED)

    async def watch_revocations(self, unit_of_work: UnitOfWorkFactory) -> None:
        """Stop attempts whose tasks were revoked, until cancelled."""
        while True:
            await asyncio.sleep(REVOCATION_SECONDS)
            if not self._attempts:
                continue
            try:
                async with unit_of_work() as work:
                    revoked = await work.tasks.revocations({task for task, _ in self._attempts})
            except Exception:
                logger.exception("could not ask which tasks were revoked")
                continue
            for key in self._attempts:
                if key[0] in revoked:
                    self._stop(key, Reason.REVOKED)

    def _stop(self, key: tuple[UUID, int], reason: Reason) -> None:
        """Cancel an attempt once: a second cancellation would break into its tidying up."""
        if key not in self._reasons:
            self._reasons[key] = reason
            self._attempts[key].cancel()
