"""Every kind of background process ended at random moments of one job, by kill -9 or by SIGTERM."""

from __future__ import annotations

import random
import signal

import pytest

from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.kills import kill_through, plan
from tests.faults.site import Site

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_processes_end_at_random_moments_of_a_job(
    site: Site, measured: Measured, rng: random.Random, number: signal.Signals
) -> None:
    before = await site.tally()
    async with site.asking() as asked:
        job_id = await site.add(FORM.passages)
        targets = plan(rng, FORM.kills - FORM.kills // 5)
        killed = await kill_through(site, await site.job(job_id), targets, number, rng)
        job = await site.ended(job_id)
        await asked.named(job.index_version)
    seen = (await site.tally()).since(before)

    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    again = seen.offered - seen.stored
    assert again <= killed.in_flight
    if number is signal.SIGKILL:
        assert seen.lost > 0, "no task was running where a process was killed"
    else:
        assert seen.lost == 0, "who is told to stop puts back what it has"
    measured(
        f"{number.name}, {killed}: {', '.join(killed.targets)}",
        f"{seen.resent} messages sent again, {seen.lost} tasks taken back, at most {killed.in_flight} "
        f"vectors computed twice, {again} of them offered twice, {len(asked.answers)} answers, none refused",
    )
