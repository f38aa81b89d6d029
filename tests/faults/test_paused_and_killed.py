"""A job paused, everything killed and started again: it stays paused until somebody resumes it."""

from __future__ import annotations

import asyncio
import time

import pytest

from domain.jobs.job import JobState
from domain.jobs.steering import pause_job, resume_job
from domain.jobs.task import TaskState
from graph.client import Client
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.parts import API, SCHEDULER, WORKERS
from tests.faults.site import READY_SECONDS, Site, start_all

pytestmark = pytest.mark.slow

LOOK_SECONDS = 12.0
"""Long enough for tasks of killed workers to be taken back, and for the sweep to look twice."""


async def test_everything_killed_while_a_job_is_paused(site: Site, measured: Measured) -> None:
    store, parts = site.resources.unit_of_work, site.parts
    before = await site.tally()
    job_id = await site.add(FORM.passages)
    await site.begins(job_id)
    await pause_job(job_id, unit_of_work=store)
    engines = [parts.engine(Postgres), parts.engine(Valkey)]
    parts.kill([*parts.everything(), *engines])

    start_all(parts)
    await asyncio.to_thread(Client(parts.address(API)).wait_until_ready, READY_SECONDS)
    await site.works(*WORKERS, SCHEDULER)
    async with site.asking() as asked:
        await asyncio.sleep(LOOK_SECONDS)
        assert (await site.job(job_id)).state is JobState.PAUSED
        assert await site.tasks(job_id, state=TaskState.STARTED) == []
        assert await site.tasks(job_id, state=TaskState.PENDING) != []
        resumed = time.monotonic()
        await resume_job(job_id, unit_of_work=store)
        job = await site.ended(job_id)
        took = time.monotonic() - resumed
        await asked.named(job.index_version)
    seen = (await site.tally()).since(before)

    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    measured(
        "pause, kill everything and both engines, start, resume",
        f"{seen.resent} messages sent again (the resume's own among them), {seen.lost} tasks taken back, "
        f"{seen.offered - seen.stored} vectors offered twice, active {took:.1f} s after the resume",
    )
