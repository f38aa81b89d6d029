"""The object store fails for ten seconds while a version is uploaded: the job is late, and that is all."""

from __future__ import annotations

import asyncio
import time

import pytest

from domain.indexing.version import IndexState
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.site import Site, until
from tests.faults.versions import in_state, store_away

pytestmark = pytest.mark.slow

AWAY_SECONDS = 10.0


async def test_the_object_store_is_away_while_a_version_is_uploaded(
    site: Site, measured: Measured
) -> None:
    async with site.asking() as asked:
        with store_away(site):
            job_id = await site.add(FORM.passages)

            async def built() -> bool:
                return bool(await in_state(site, IndexState.VERIFYING))

            await until(built, 180)
            began, count = time.monotonic(), len(asked.answers)
            await asyncio.sleep(AWAY_SECONDS)
            assert len(asked.answers) > count, "queries go on without the store"
        job = await site.ended(job_id)
        late = time.monotonic() - began - AWAY_SECONDS
        await asked.named(job.index_version)
    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert asked.refusals.total() == 0, asked.refusals
    measured(
        f"object store away for {AWAY_SECONDS:.0f} s",
        f"the job ended {late:.1f} s after it was back, {len(asked.answers)} answers, none refused",
    )
