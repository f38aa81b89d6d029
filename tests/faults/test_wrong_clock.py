"""Processes whose clock is an hour wrong: Postgres's clock decides, so nothing comes early, late or twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.jobs.task import Queue
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.parts import SCHEDULER, Parts
from tests.faults.site import Site

pytestmark = pytest.mark.slow

HOUR = 3_600
WRONG = (SCHEDULER, Queue.EMBEDDING.value, Queue.INDEXING.value)
FIRED_FOR_THE_FUTURE = "select count(*) from schedules where slot > now()"
IN_THE_FUTURE = """
select count(*) from tasks
where greatest(created_at, available_at, started_at, finished_at) > now() + interval '10 minutes'
"""


@asynccontextmanager
async def wrong_clocks(site: Site, seconds: int, patch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Have a second scheduler and second workers, whose clocks are wrong, for the length of the block."""
    others = Parts(site.parts.place)
    with patch.context() as environment:
        environment.setenv("FAULTS_SKEW", str(seconds))
        environment.setenv("PYTHONPATH", str(Path(__file__).parent / "skew"))
        others.start(*WRONG)
    try:
        await site.of(others).works(*WRONG)
        yield
    finally:
        others.end()


@pytest.mark.parametrize("seconds", [HOUR, -HOUR], ids=["ahead", "behind"])
async def test_a_clock_that_is_an_hour_wrong(
    site: Site, measured: Measured, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    before = await site.tally()
    async with site.asking() as asked, wrong_clocks(site, seconds, monkeypatch):
        job_id = await site.add(FORM.passages)
        job = await site.ended(job_id)
        await asked.named(job.index_version)
        async with site.engine.connect() as connection:
            early = (await connection.execute(text(FIRED_FOR_THE_FUTURE))).scalar_one()
            future = (await connection.execute(text(IN_THE_FUTURE))).scalar_one()
    seen = (await site.tally()).since(before)

    assert (early, future) == (0, 0)
    assert seen.lost == 0, "a task was taken from a worker that lives"
    assert seen.offered == seen.stored, "a batch was computed twice"
    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    measured(
        f"clocks of a scheduler and two workers {seconds:+,} s",
        f"no schedule early, no task taken away, no vector computed twice, {len(asked.answers)} answers",
    )
