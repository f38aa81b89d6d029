"""The disk is full while a version is built: the task says so, nothing is half done, the next try works."""

from __future__ import annotations

import psutil
import pytest

from domain.indexing.version import IndexState
from domain.jobs.job import JobStage, JobState
from domain.jobs.steering import retry_job
from domain.jobs.stopping import revoke_task
from domain.jobs.task import Queue, TaskState
from tests.faults.conftest import Measured
from tests.faults.invariants import no_answer_is_mixed
from tests.faults.site import Site, until
from tests.faults.versions import active_version, in_state, serves, tried

pytestmark = pytest.mark.slow

LARGEST_FILE = 150_000
"""Bytes that one file may have: less than the vectors of 400 passages, more than the worker's log."""


async def test_a_build_on_a_full_disk_fails_clearly_and_works_once_there_is_room(
    spare: Site, measured: Measured
) -> None:
    # Given a builder that cannot write what it has to (a limit of its own stands for a full disk)
    before = await active_version(spare)
    store = spare.resources.unit_of_work
    child = spare.parts.child(Queue.INDEXING)
    assert child is not None
    builder = psutil.Process(child)
    _, most = builder.rlimit(psutil.RLIMIT_FSIZE)
    builder.rlimit(psutil.RLIMIT_FSIZE, (LARGEST_FILE, most))

    # When there is something to build
    async with spare.asking() as asked:
        job_id = await spare.add(400)

        async def builds() -> bool:
            return bool(await spare.tasks(job_id, "build_faiss_index"))

        await until(builds, 120)
        (build,) = await spare.tasks(job_id, "build_faiss_index")
        failed = await tried(spare, build.id)

        # Then the task says what is the matter, and nothing is left of the attempt
        assert failed.state is TaskState.RETRY
        assert failed.error is not None
        assert failed.error.startswith("UNAVAILABLE: the version's files cannot be written")
        assert (await active_version(spare)).id == before.id
        assert await in_state(spare, IndexState.BUILDING, IndexState.VERIFYING) == []
        scratch = spare.parts.place / "scratch"
        assert [path for path in scratch.glob("*/*") if any(path.iterdir())] == []

        # And the next try works, which an operator need not wait for
        builder.rlimit(psutil.RLIMIT_FSIZE, (most, most))
        await revoke_task(build.id, unit_of_work=store)
        await retry_job(job_id, unit_of_work=store)
        job = await spare.ended(job_id)
        assert (job.state, job.stage) == (JobState.SUCCEEDED, JobStage.DONE), job.error
        assert job.index_version is not None
        await serves(spare, job.index_version)
        await asked.named(job.index_version)
    assert asked.refusals.total() == 0, asked.refusals
    await no_answer_is_mixed(spare, asked)
    measured("disk full while building", failed.error[:100])
