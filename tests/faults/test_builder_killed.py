"""A builder is killed while its version is VERIFYING: that version ends, and another takes its place."""

from __future__ import annotations

import time

import pytest

from domain.indexing.cut_short import CUT_SHORT
from domain.indexing.version import IndexState
from domain.jobs.task import Queue
from tests.faults.conftest import Measured
from tests.faults.forms import FORM
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.parts import gone
from tests.faults.site import JOB_SECONDS, Site, until
from tests.faults.versions import in_state, store_away

pytestmark = pytest.mark.slow


async def test_a_version_does_not_outlive_its_builder(site: Site, measured: Measured) -> None:
    async with site.asking() as asked:
        # Given a builder that cannot upload what it has built
        with store_away(site):
            job_id = await site.add(FORM.passages)

            async def verifying() -> bool:
                return bool(await in_state(site, IndexState.VERIFYING))

            await until(verifying, JOB_SECONDS)
            (number,) = await in_state(site, IndexState.VERIFYING)
            builder = site.parts.child(Queue.INDEXING)
            assert builder is not None

            # When it is killed
            site.parts.kill([builder])
            assert gone(builder)
            killed = time.monotonic()

        # Then the version is rejected, and says why
        async def rejected() -> bool:
            async with site.resources.unit_of_work() as work:
                version = await work.indexes.by_number(number)
            return version is not None and version.state is IndexState.REJECTED

        await until(rejected, 30)
        after = time.monotonic() - killed
        async with site.resources.unit_of_work() as work:
            version = await work.indexes.by_number(number)
        assert version is not None
        assert version.reason == CUT_SHORT

        # And the job goes on with another, of which nothing but the artefact is left on disk
        job = await site.ended(job_id)
        assert job.index_version is not None
        assert job.index_version > number
        await asked.named(job.index_version)
    await nothing_is_lost(site, job_id)
    await no_answer_is_mixed(site, asked)
    assert await in_state(site, IndexState.BUILDING, IndexState.VERIFYING) == []
    scratch = site.parts.place / "scratch"
    assert [path for path in scratch.glob("*/*") if path.is_dir()] == []
    measured("kill -9 of a builder", f"its version was REJECTED {after:.1f} s later")
