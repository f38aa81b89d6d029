"""An API process killed when it has staged a version and not yet said so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from domain.indexing.version import IndexState
from domain.jobs.worker import ProcessKind
from domain.paging import PageRequest
from graph.client import Client
from tests.faults.conftest import Measured
from tests.faults.invariants import no_answer_is_mixed, nothing_is_lost
from tests.faults.site import JOB_SECONDS, READY_SECONDS, Site, until

pytestmark = pytest.mark.slow

PASSAGES = 60
BEING_MADE = {IndexState.BUILDING, IndexState.VERIFYING}
SECOND = "api-2"
_WORD = """
insert into index_acknowledgements (version_id, node, state) values (:version, :node, 'STAGED')
"""
_WAITING = """
select count(*) from pg_stat_activity
where wait_event_type = 'Lock' and query like 'INSERT INTO index_acknowledgements%'
"""


async def test_an_api_killed_between_staging_and_acknowledging(
    site: Site, measured: Measured
) -> None:
    parts = site.parts
    parts.start(SECOND)
    await asyncio.to_thread(Client(parts.address(SECOND)).wait_until_ready, READY_SECONDS)
    async with site.asking() as asked:
        victim = parts.first(SECOND)
        (node,) = [p.name for p in await site.processes(ProcessKind.API) if p.pid == victim]
        job_id = await site.add(PASSAGES)
        version = await next_version(site)
        async with word_withheld(site, version, node):
            await until(lambda: waits_to_acknowledge(site), JOB_SECONDS)
            parts.kill([victim])
        job = await site.ended(job_id)
        await asked.named(job.index_version)

        await nothing_is_lost(site, job_id)
        parts.start(SECOND)
        await asyncio.to_thread(Client(parts.address(SECOND)).wait_until_ready, READY_SECONDS)
        async with site.resources.unit_of_work() as work:
            words = {each.node: each.serves for each in await work.serving.nodes(version)}
        async with site.asking(SECOND) as asked_the_second:
            await asked_the_second.named(job.index_version)
    parts.stop(SECOND)

    await no_answer_is_mixed(site, asked)
    await no_answer_is_mixed(site, asked_the_second)
    assert asked.refusals.total() == 0, asked.refusals
    assert asked_the_second.versions == {job.index_version}
    (task,) = await site.tasks(job_id, "hot_swap_index")
    assert task.failures == 0
    swap = task.runtime(datetime.now(UTC))
    assert swap is not None
    assert set(words.values()) == {job.index_version}, words
    measured(
        "an API killed between staging and acknowledging",
        f"the swap waited for it and took {swap.total_seconds():.1f} s, "
        f"{len(asked.answers)} answers of the other API, none refused",
    )


async def next_version(site: Site) -> UUID:
    """Return the id of the next version, before nodes are asked to stage it."""
    found: list[UUID] = []

    async def begun() -> bool:
        async with site.resources.unit_of_work() as work:
            versions = (await work.indexes.page(PageRequest(first=1))).items
        found[:] = [each.id for each in versions if each.state in BEING_MADE]
        return bool(found)

    await until(begun, JOB_SECONDS)
    return found[0]


@asynccontextmanager
async def word_withheld(site: Site, version: UUID, node: str) -> AsyncIterator[None]:
    """Keep one node's word on a version from being written for the length of the block.

    A row under the same key stands in its way, uncommitted; it is gone when the block ends.
    """
    async with site.engine.connect() as connection:
        await connection.execute(text(_WORD), {"version": version, "node": node})
        yield
        await connection.rollback()


async def waits_to_acknowledge(site: Site) -> bool:
    """Whether the node stands before that row: what it would say is that it has staged the version."""
    async with site.engine.connect() as connection:
        return bool((await connection.execute(text(_WAITING))).scalar_one())
