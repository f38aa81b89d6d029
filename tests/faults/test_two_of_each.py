"""Two schedulers, two builders, two activations at once: each thing happens exactly once."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import text

from domain.indexing.swap import request_activation
from domain.indexing.version import IndexState
from domain.jobs.job import JobStage, JobState
from domain.jobs.starting import start_rebuild
from domain.jobs.task import Queue, TaskState
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.parts import SCHEDULER, Parts
from tests.faults.site import JOB_SECONDS, Site, until
from tests.faults.versions import active_version, in_state, previous_version, serves, tried

pytestmark = pytest.mark.slow

SWAP_SECONDS = 15.0
"""Half of what a swap waits for a node that says nothing."""

SCHEDULE = "compute_index_stats"
KEPT = f"select count(*) from schedules where name = '{SCHEDULE}' and slot is not null"
AN_HOUR_AGO = f"update schedules set slot = slot - interval '1 hour' where name = '{SCHEDULE}'"
FIRINGS = f"select count(*) from tasks where name = '{SCHEDULE}'"
TAKEN = (
    f"select count(*) from schedules where name = '{SCHEDULE}' and slot > now() - interval '9 min'"
)


async def value(site: Site, statement: str) -> int:
    async with site.engine.connect() as connection:
        return int((await connection.execute(text(statement))).scalar_one())


async def test_two_schedulers_fire_once(site: Site, measured: Measured) -> None:
    # Given a moment that has passed while no scheduler ran
    async def kept() -> bool:
        return await value(site, KEPT) == 1

    await until(kept, 60)
    site.parts.stop(SCHEDULER)
    async with site.engine.begin() as connection:
        await connection.execute(text(AN_HOUR_AGO))
    before = await value(site, FIRINGS)

    # When two come up at once
    other = Parts(site.parts.place)
    try:
        site.parts.start(SCHEDULER)
        other.start(SCHEDULER)
        await site.works(SCHEDULER)
        await site.of(other).works(SCHEDULER)

        async def taken() -> bool:
            return await value(site, TAKEN) == 1

        await until(taken, 60)
        await asyncio.sleep(3)  # each of them looks every second
    finally:
        other.end()

    # Then it is made up for once
    fired = await value(site, FIRINGS) - before
    assert fired == 1
    measured("two schedulers, one moment", f"fired {fired} time")


async def test_two_builders_and_two_activations_leave_one_version(
    site: Site, measured: Measured
) -> None:
    other = Parts(site.parts.place)
    try:
        # Given a second builder
        other.start(Queue.INDEXING.value)
        await site.of(other).works(Queue.INDEXING.value)
        async with site.asking() as asked:
            # When two jobs are to build the same at the same time
            first = await site.add(FORM.passages)

            async def builds() -> bool:
                return (await site.job(first)).stage is not JobStage.EMBED

            await until(builds, JOB_SECONDS)
            rebuild = await start_rebuild(None, unit_of_work=site.resources.unit_of_work)
            jobs = [await site.ended(first), await site.ended(rebuild.id)]
            assert [job.state for job in jobs] == [JobState.SUCCEEDED] * 2, jobs
            built = await active_version(site)
            await serves(site, built.number)
            assert await in_state(site, IndexState.BUILDING, IndexState.VERIFYING) == []

            # And when two people swap to the same version at the same moment, and one of them back
            before = await previous_version(site)
            store = site.resources.unit_of_work
            (_, one), (_, another) = await asyncio.gather(
                *(request_activation(before.number, unit_of_work=store) for _ in range(2))
            )
            assert one.id == another.id, "two requests of one swap are one task"
            assert (await tried(site, one.id)).state is TaskState.SUCCESS
            await serves(site, before.number)
            await asked.named(before.number)
            _, back = await request_activation(built.number, unit_of_work=store)
            assert (await tried(site, back.id)).state is TaskState.SUCCESS
            await serves(site, built.number)
            await asked.named(built.number)

            # And when two people swap to different versions at the same moment
            began = time.monotonic()
            _, away = await request_activation(before.number, unit_of_work=store)
            _, stay = await request_activation(built.number, unit_of_work=store)
            assert (await tried(site, stay.id)).state is TaskState.SUCCESS
            gave_way = await tried(site, away.id)
            seconds = time.monotonic() - began
            assert seconds < SWAP_SECONDS
            if (
                gave_way.state is not TaskState.SUCCESS
            ):  # else it acted before the other was asked for
                assert "gave way to one asked for later" in str(gave_way.error)
            await serves(site, built.number)
    finally:
        other.end()
    newest = max(jobs, key=lambda job: job.index_version or 0)
    await nothing_is_lost(site, newest.id)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    measured(
        "two builders, two activations",
        f"versions {sorted(filter(None, asked.versions))} answered, one active, none mixed; "
        f"of two swaps to different versions the later counts, both over after {seconds:.1f} s",
    )
