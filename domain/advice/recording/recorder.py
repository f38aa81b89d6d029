"""Putting answers on record, many in one commit; an answer is given once its record is committed."""

from __future__ import annotations

import asyncio
from asyncio import Future, Task
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.advice.advice import Advice
from domain.advice.recording.repository import NewRecord
from domain.advice.request import AdviceRequest
from domain.errors import Conflict, InvalidInput, Unavailable
from domain.ports import UnitOfWorkFactory

LARGEST_BATCH = 100
"""Answers in one commit; at some 20 kB each, a few megabytes."""

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record and who waits for it."""

    record: NewRecord
    outcome: Future[None]


class Recorder:
    """Records the answers of one process by group commit: what arrives during a commit makes up the next.

    The chain lets one transaction append at a time, so one commit for many is what keeps up.
    """

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work
        self._waiting: list[Waiting] = []
        self._committing: Task[None] | None = None

    async def recorded(
        self,
        request: AdviceRequest,
        user_id: UUID,
        key: str,
        *,
        conversation_id: UUID | None = None,
    ) -> Advice | None:
        """Return the answer recorded under a user's idempotency key.

        Raises `InvalidInput` for an empty or overlong key; `Conflict` if it stands for another question,
        or for one of another conversation than the one named.
        """
        if not 1 <= len(key) <= LONGEST_KEY:
            raise InvalidInput(f"a key has 1 to {LONGEST_KEY} characters", field="idempotencyKey")
        async with self._unit_of_work() as work:
            advice = await work.advice.by_idempotency_key(user_id, key)
        if advice is not None and (
            advice.request != request or conversation_id not in (None, advice.conversation_id)
        ):
            raise Conflict("this idempotency key was used for another question")
        return advice

    async def record(self, advice: Advice, user_id: UUID, key: str | None) -> Advice:
        """Return the answer once it is committed; if another with the same key was faster, that one.

        Raises `Conflict` if that one answers another question, `Unavailable` if the database is away. If
        the caller is cancelled before its turn, nothing is recorded.
        """
        try:
            await self._commit(NewRecord(advice, user_id, key))
        except Conflict:
            winner = None if key is None else await self.recorded(advice.request, user_id, key)
            if winner is None:
                raise
            return winner
        return advice

    async def _commit(self, record: NewRecord) -> None:
        outcome: Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(record, outcome))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        await outcome

    async def _commit_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            try:
                await self._commit_batch([each for each in batch if not each.outcome.done()])
            finally:  # also if the process stops: nobody waits for ever
                for each in batch:
                    each.outcome.cancel()

    async def _commit_batch(self, batch: Sequence[Waiting]) -> None:
        try:
            conflicts = await self._add([each.record for each in batch])
        except Unavailable as error:
            for each in batch:
                # One of its own: an exception that is raised often keeps the frames of every raise alive.
                _end(each, Unavailable(error.message))
        except Exception as error:
            if len(batch) == 1:
                _end(batch[0], error)
                return
            for each in batch:  # one that cannot be recorded does not keep the others from it
                await self._commit_batch([each])
        else:
            for each in batch:
                _end(each, conflicts.get(each.record.advice.id))

    async def _add(self, records: Sequence[NewRecord]) -> Mapping[UUID, Conflict]:
        async with self._unit_of_work() as work:
            conflicts = await work.advice.add(records)
            await work.commit()
        return conflicts


def _end(waiting: Waiting, failure: Exception | None) -> None:
    if waiting.outcome.done():  # it was cancelled meanwhile
        return
    if failure is None:
        waiting.outcome.set_result(None)
    else:
        waiting.outcome.set_exception(failure)
