"""The broker forgets everything it had, in the middle of a job, again and again."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from domain.jobs.task import Queue
from jobs.broker import NAMESPACE
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.site import Site

pytestmark = pytest.mark.slow

WAITING = [f"{NAMESPACE}:{queue.value}" for queue in Queue]
"""Dramatiq's lists of the messages that no worker has fetched yet."""
LOOKS, LOOK_SECONDS = 20, 0.003
"""How often the lists are looked at before the job is."""


async def test_flushall_in_the_middle_of_a_job(site: Site, measured: Measured) -> None:
    before, flushed, lost = await site.tally(), 0, 0
    async with site.asking() as asked:
        job_id = await site.add(FORM.passages)
        while flushed < FORM.flushes and await _waits(site, job_id):
            waited = await _flush(site)
            flushed += waited > 0
            lost += waited
        job = await site.ended(job_id)
        await asked.named(job.index_version)

    await nothing_is_lost(site, job_id)
    seen = (await site.tally()).since(before)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    assert flushed > 1
    assert seen.resent >= lost, "a message that was lost was never sent again"
    measured(
        f"FLUSHALL, {flushed} times while messages waited",
        f"{lost} messages lost, {seen.resent} sent again, "
        f"{seen.offered - seen.stored} vectors offered twice, "
        f"{len(asked.answers)} answers, none refused",
    )


async def _waits(site: Site, job_id: UUID) -> bool:
    """Return True once a message waits on the broker for a worker, False if the job ends before."""
    while not (await site.job(job_id)).state.is_terminal:
        for _ in range(LOOKS):
            if any([await site.resources.redis.llen(queue) for queue in WAITING]):
                return True
            await asyncio.sleep(LOOK_SECONDS)
    return False


async def _flush(site: Site) -> int:
    """Empty the broker; return how many messages waited at that very moment."""
    async with site.resources.redis.pipeline(transaction=True) as together:
        for queue in WAITING:
            together.llen(queue)
        together.flushall()
        *waited, _ = await together.execute()
    return sum(waited)
