"""The broker forgets everything it had, in the middle of a job, again and again."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.site import Site

pytestmark = pytest.mark.slow


async def test_flushall_in_the_middle_of_a_job(
    site: Site, measured: Measured, rng: random.Random
) -> None:
    before, flushed = await site.tally(), 0
    async with site.asking() as asked:
        job_id = await site.add(FORM.passages)
        while flushed < FORM.flushes and not (await site.job(job_id)).state.is_terminal:
            await site.resources.redis.flushall()
            flushed += 1
            await asyncio.sleep(rng.uniform(0.1, 1))
        job = await site.ended(job_id)
        await asked.named(job.index_version)
    seen = (await site.tally()).since(before)

    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    assert flushed > 1
    assert seen.resent > 0, "nothing was on the broker when it was emptied"
    measured(
        f"FLUSHALL, {flushed} times",
        f"{seen.resent} messages sent again, {seen.offered - seen.stored} vectors offered twice, "
        f"{len(asked.answers)} answers, none refused",
    )
