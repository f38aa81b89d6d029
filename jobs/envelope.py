"""What surrounds every task: claim it, run it, note the end, whatever the end is."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any
from uuid import UUID

from domain.errors import DatabaseAway, Superseded
from domain.jobs.attempt import (
    Outcome,
    Report,
    claim_task,
    finish_task,
    give_up_or_retry,
    release_task,
    reporter,
    stop_task,
)
from domain.jobs.task import Claim, TaskState
from jobs.context import JobContext
from jobs.in_flight import Reason, Stopped
from jobs.middleware.dead_letters import GaveUp
from jobs.patience import persistently

UseCase = Callable[[Claim, Report], Coroutine[Any, Any, Outcome]]
"""A task's work: arguments come in the claim, progress goes out through the report."""

FINISH_PATIENCE_SECONDS = 60.0
"""A result that cannot be written for this long has itself to blame, and the task has failed."""

logger = logging.getLogger(__name__)


async def run_task(task_id: UUID, use_case: UseCase, context: JobContext) -> None:
    """Run one delivery of a task's message.

    A task that cannot be claimed (it ended, was revoked, is not due, or runs elsewhere) is left alone.
    Raises `GaveUp` once the task has failed for good and the ledger says so.
    """
    with context.running.knowing(task_id):
        await _run(task_id, use_case, context)


async def _run(task_id: UUID, use_case: UseCase, context: JobContext) -> None:
    store = context.resources.unit_of_work
    claim = await persistently(partial(claim_task, task_id, context.worker, unit_of_work=store))
    if claim is None:
        logger.debug("task %s is not to be run now", task_id)
        return
    report = reporter(claim, unit_of_work=store)
    try:
        outcome = await context.running.run(claim, use_case(claim, report))
        await persistently(
            partial(finish_task, claim, outcome, unit_of_work=store),
            seconds=FINISH_PATIENCE_SECONDS,
        )
    except Stopped as stopped:
        end = release_task if stopped.reason is Reason.RELEASED else stop_task
        logger.info("%s %s was stopped: %s", claim.name, task_id, stopped)
        await _note(end, claim, context)
    except Superseded:
        # Revoked, or taken over by another attempt; in the second case the fence keeps this one from writing.
        await _note(stop_task, claim, context)
    except DatabaseAway:
        logger.warning("%s %s lost the database and waits to be run again", claim.name, task_id)
        await _note(partial(release_task, cut_off=True), claim, context)
    except Exception as error:
        await _fail(claim, error, context)


async def _note(end: Callable[..., Awaitable[None]], claim: Claim, context: JobContext) -> None:
    await persistently(partial(end, claim, unit_of_work=context.resources.unit_of_work))


async def _fail(claim: Claim, error: Exception, context: JobContext) -> None:
    logger.error("%s %s failed", claim.name, claim.task_id, exc_info=error)
    state = await persistently(
        partial(give_up_or_retry, claim, error, unit_of_work=context.resources.unit_of_work)
    )
    if state is TaskState.DEAD:
        raise GaveUp(f"{claim.name} {claim.task_id}: {error}") from None
