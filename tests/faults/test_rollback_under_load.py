"""Rolling back and forth while clients ask as fast as they are answered, or search."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

import numpy as np
import pytest
from sqlalchemy import text

from domain.indexing.swap import request_activation
from domain.indexing.version import IndexVersion
from domain.jobs.task import TaskState
from tests.faults.conftest import Measured
from tests.faults.forms import LONG
from tests.faults.invariants import no_answer_is_mixed
from tests.faults.searching import searching
from tests.faults.site import EMAIL, PASSWORD, Site
from tests.faults.vectors import store_vectors
from tests.faults.versions import active_version, previous_version, serves, tried

pytestmark = pytest.mark.slow

CLIENTS = 4
SWAPS = 50 if LONG else 4
PASSAGES = 100_000 if LONG else 200
FEW = 20
JOB_SECONDS = 3_600.0
PAUSE_SECONDS = 0.01
SWAP_SECONDS = 0.6
"""From the order until all is over that a swap does, and a little more."""
BETWEEN_SECONDS = 0.8
MOST_MS_TO_ACTIVE = 100.0

REACHED = """
select extract(epoch from max(a.at) - i.activated_at) * 1000 as ms
from active_index i join index_acknowledgements a on a.version_id = i.version_id and a.state = 'ACTIVE'
group by i.activated_at
"""


async def test_a_rollback_under_load_fails_no_query_and_mixes_nothing(
    spare: Site, measured: Measured
) -> None:
    # Given two versions, and clients that ask without a pause
    newest, before = await _two_versions(spare)
    reached = []
    async with AsyncExitStack() as stack:
        all_asked = [
            await stack.enter_async_context(spare.asking(pause=0.001)) for _ in range(CLIENTS)
        ]
        await asyncio.sleep(BETWEEN_SECONDS)

        # When the active version changes again and again
        for number in [before.number, newest.number] * (SWAPS // 2):
            reached.append(await _swap(spare, number))
            await asyncio.sleep(BETWEEN_SECONDS)

    # Then no query fails, none mixes two versions, and the nodes are quick to follow
    answers = [answer for asked in all_asked for answer in asked.answers]
    for asked in all_asked:
        assert asked.refusals.total() == 0, asked.refusals
        assert asked.versions <= {before.number, newest.number}
        await no_answer_is_mixed(spare, asked)
    assert {answer.version for answer in answers} == {before.number, newest.number}
    assert np.median(reached) < MOST_MS_TO_ACTIVE, reached
    measured(
        f"{SWAPS} rollbacks of {newest.passages:,} passages under {CLIENTS} clients",
        f"{len(answers)} answers, none refused or mixed; active after {np.median(reached):.0f} ms "
        f"(most {max(reached):.0f})",
    )


async def test_what_a_rollback_adds_to_searches(spare: Site, measured: Measured) -> None:
    newest, before = await _two_versions(spare)
    moments = []
    async with searching(spare.parts.address(), EMAIL, PASSWORD, pause=PAUSE_SECONDS) as searched:
        await asyncio.sleep(BETWEEN_SECONDS)
        for number in [before.number, newest.number] * (SWAPS // 2):
            moments.append(time.monotonic())
            await _swap(spare, number)
            await asyncio.sleep(BETWEEN_SECONDS)

    near, far = [], []
    for search in searched:
        close = any(search.near(moment, SWAP_SECONDS) for moment in moments)
        (near if close else far).append(1_000 * search.seconds)
    assert {search.version for search in searched} == {before.number, newest.number}
    measured(
        f"searches at {SWAPS} rollbacks of {newest.passages:,} passages",
        "; ".join(
            f"{len(times):,} {name}: p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms"
            for name, times in (("at a swap", near), ("between", far))
            for p50, p95, p99 in [np.percentile(times, (50, 95, 99))]
        ),
    )


async def _two_versions(site: Site) -> tuple[IndexVersion, IndexVersion]:
    """Return the version that serves and the one before; both have all passages of the form."""
    if ((await active_version(site)).passages or 0) < PASSAGES:
        await store_vectors(
            site, [draft.text for draft in site.corpus.preview(PASSAGES) if not draft.reference]
        )
        for count in (PASSAGES, FEW):
            await site.ended(await site.add(count), JOB_SECONDS)
    newest = await active_version(site)
    await serves(site, newest.number)
    return newest, await previous_version(site)


async def _swap(site: Site, number: int) -> float:
    """Swap to a version; return the milliseconds from the commit until the last node searched it."""
    _, swap = await request_activation(number, unit_of_work=site.resources.unit_of_work)
    await asyncio.sleep(SWAP_SECONDS)  # asking how far it is would cost what is measured
    assert (await tried(site, swap.id)).state is TaskState.SUCCESS
    await serves(site, number)
    async with site.engine.connect() as connection:
        return float((await connection.execute(text(REACHED))).scalar_one())
