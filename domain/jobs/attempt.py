"""Running a task under its claim: every write is fenced, every outcome is in the ledger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.errors import ApfaError, Conflict, InvalidInput, NotFound, Superseded
from domain.jobs.advance import advance_job
from domain.jobs.task import Claim, TaskState
from domain.ports import UnitOfWork, UnitOfWorkFactory

Report = Callable[[int, int], Awaitable[None]]
"""Called with units done and units in all; raises `Superseded` if the attempt must stop.

The first call tells what was done before this attempt: the pace is measured by what is done since.
"""

RETRY_DELAYS: Mapping[str, tuple[float, ...]] = {
    "embed_document_batch": (60.0, 120.0, 240.0),
    "process_document": (60.0, 120.0, 240.0),
    "process_upload": (60.0, 120.0, 240.0),
    "embed_all_documents": (60.0, 120.0, 240.0),
    "build_faiss_index": (120.0, 120.0),
    "hot_swap_index": (10.0, 60.0),
}
"""Seconds before each retry, by task; a task that is not named is not retried."""

LONGEST_ERROR = 2_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run brought about: the result kept with the task, the index version made for its job."""

    result: Mapping[str, Any] | None = None
    index_version: int | None = None


async def claim_task(
    task_id: UUID, worker: str, *, unit_of_work: UnitOfWorkFactory
) -> Claim | None:
    """Take a task; None if it is finished, revoked, not due, or runs in a living worker.

    None, too, if its job is paused or revoked.
    """
    async with unit_of_work() as work:
        claim = await work.tasks.claim(task_id, worker)
        if claim is None:
            await _advance_unclaimed(work, task_id)
        await work.commit()
    return claim


async def _advance_unclaimed(work: UnitOfWork, task_id: UUID) -> None:
    """Let the job of a task that may not run go on.

    The last worker may have fallen silent, and the task ended with it (revoked, or one loss too many). Or it
    was added to a job that was revoked just then, and is to be revoked, too.
    """
    task = await work.tasks.get(task_id)
    if task is not None and task.state is not TaskState.STARTED and task.job_id:
        await advance_job(work, task.job_id)


def reporter(claim: Claim, *, unit_of_work: UnitOfWorkFactory) -> Report:
    """Return the function by which a running task writes its progress."""

    async def report(units_done: int, units: int) -> None:
        async with unit_of_work() as work:
            current = await work.tasks.progress(claim, units_done, units)
            await work.commit()
        if not current:
            raise Superseded("the task was revoked or taken over")

    return report


async def finish_task(claim: Claim, outcome: Outcome, *, unit_of_work: UnitOfWorkFactory) -> None:
    """Note success and, in the same transaction, what follows from it for the job."""
    async with unit_of_work() as work:
        if await work.tasks.succeed(claim, outcome.result) and claim.job_id:
            if outcome.index_version is not None:
                await work.jobs.move(claim.job_id, index_version=outcome.index_version)
            await advance_job(work, claim.job_id)
        await work.commit()


async def stop_task(claim: Claim, *, unit_of_work: UnitOfWorkFactory) -> None:
    """Note that a running task stopped because somebody revoked it."""
    await _end(claim, "revoked", TaskState.REVOKED, unit_of_work=unit_of_work)


async def release_task(
    claim: Claim, *, unit_of_work: UnitOfWorkFactory, cut_off: bool = False
) -> None:
    """Put back a task whose process stops: it waits again at once, and nothing counts as failed.

    The same if the process was `cut_off` from the database; but too often, and the task is DEAD.
    """
    async with unit_of_work() as work:
        if await work.tasks.release(claim, cut_off=cut_off) and claim.job_id:
            await advance_job(work, claim.job_id)  # it was revoked at the same moment, or is DEAD
        await work.commit()


async def give_up_or_retry(
    claim: Claim, error: Exception, *, unit_of_work: UnitOfWorkFactory
) -> TaskState:
    """Note a failure: RETRY after the task's own delay, FAILURE where repeating cannot help, else DEAD."""
    text = _describe(error)
    delays = RETRY_DELAYS.get(claim.name, ())
    if isinstance(error, InvalidInput | NotFound | Conflict):
        state = TaskState.FAILURE
    elif claim.failures < len(delays):
        async with unit_of_work() as work:
            if await work.tasks.retry(claim, text, delays[claim.failures]) and claim.job_id:
                await advance_job(work, claim.job_id)  # it was revoked at the same moment
            await work.commit()
        return TaskState.RETRY
    else:
        state = TaskState.DEAD
    await _end(claim, text, state, unit_of_work=unit_of_work)
    return state


async def _end(
    claim: Claim, error: str, state: TaskState, *, unit_of_work: UnitOfWorkFactory
) -> None:
    async with unit_of_work() as work:
        if await work.tasks.fail(claim, error, state) and claim.job_id:
            await advance_job(work, claim.job_id)
        await work.commit()


def _describe(error: Exception) -> str:
    """Name an error for the ledger; only the product's own errors speak for themselves."""
    if isinstance(error, ApfaError):
        return f"{error.code}: {error.message}"[:LONGEST_ERROR]
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
