"""The local engines killed in the middle of a job: Valkey, then Postgres; the product starts them again."""

from __future__ import annotations

import random
import signal
import time

import pytest

from persistence.engines.engine import Engine
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey
from tests.faults.asking import Asked
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.site import Site, until

pytestmark = pytest.mark.slow

BACK_SECONDS = 30.0


async def test_valkey_and_then_postgres_killed_in_the_middle_of_a_job(
    site: Site, measured: Measured, rng: random.Random
) -> None:
    del rng
    before = await site.tally()
    async with site.asking() as asked:
        job_id = await site.add(FORM.passages)
        await site.begins(job_id)
        valkey_away = await away(site, Valkey)
        refused_without_valkey = await refused_by_now(asked)
        postgres_away = await away(site, Postgres)
        job = await site.ended(job_id)
        await asked.named(job.index_version)
    seen = (await site.tally()).since(before)

    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert refused_without_valkey == 0, asked.refusals
    assert set(asked.refusals) <= {"UNAVAILABLE"}, asked.refusals
    measured(
        f"kill -9 of Valkey (back after {valkey_away:.1f} s) and Postgres (after {postgres_away:.1f} s)",
        f"{seen.resent} messages sent again, {seen.lost} tasks taken back, "
        f"{seen.offered - seen.stored} vectors offered twice, {len(asked.answers)} answers, "
        f"{asked.refusals.total()} refusals, longest wait {asked.slowest:.1f} s",
    )


async def refused_by_now(asked: Asked) -> int:
    """Return the refusals once another answer has come after all that were under way."""
    known = len(asked.answers)

    async def answered() -> bool:
        return len(asked.answers) > known + 1

    await until(answered, BACK_SECONDS)
    return asked.refusals.total()


async def away(site: Site, kind: type[Engine]) -> float:
    """Kill an engine; return after how many seconds a process in its place answers."""
    pid, began = site.parts.engine(kind), time.monotonic()
    site.parts.kill([pid], signal.SIGKILL)

    async def back() -> bool:
        engine = kind(site.parts.place)
        run = engine.lifeline.read_text()
        return site.parts.engine(kind) != pid and engine.answers(type(site.parts.place)(run))

    await until(back, BACK_SECONDS)
    return time.monotonic() - began
