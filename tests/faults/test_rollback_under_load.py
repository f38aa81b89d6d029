"""Rolling back and forth while clients ask as fast as they are answered."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

import numpy as np
import pytest
from sqlalchemy import text

from domain.indexing.swap import request_activation
from domain.jobs.task import TaskState
from tests.faults.asking import Answer
from tests.faults.conftest import Measured
from tests.faults.forms import LONG
from tests.faults.invariants import no_answer_is_mixed
from tests.faults.site import Site
from tests.faults.versions import active_version, previous_version, serves, tried

pytestmark = pytest.mark.slow

CLIENTS = 4
SWAPS = 10 if LONG else 4
PASSAGES = 100_000 if LONG else 200
BETWEEN_SECONDS = 1.0
AROUND_SECONDS = 0.5
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
    await spare.ended(await spare.add(PASSAGES), 3_600)
    newest, before = await active_version(spare), await previous_version(spare)
    await serves(spare, newest.number)
    numbers = [before.number, newest.number] * (SWAPS // 2)
    reached, moments = [], []
    async with AsyncExitStack() as stack:
        all_asked = [
            await stack.enter_async_context(spare.asking(pause=0.001)) for _ in range(CLIENTS)
        ]
        await asyncio.sleep(BETWEEN_SECONDS)

        # When the active version changes again and again
        for number in numbers:
            _, swap = await request_activation(number, unit_of_work=spare.resources.unit_of_work)
            assert (await tried(spare, swap.id)).state is TaskState.SUCCESS
            await serves(spare, number)
            moments.append(time.monotonic())
            async with spare.engine.connect() as connection:
                reached.append(float((await connection.execute(text(REACHED))).scalar_one()))
            await asyncio.sleep(BETWEEN_SECONDS)

    # Then no query fails, none mixes two versions, and the nodes are quick to follow
    answers = [answer for asked in all_asked for answer in asked.answers]
    for asked in all_asked:
        assert asked.refusals.total() == 0, asked.refusals
        assert asked.versions <= {before.number, newest.number}
        await no_answer_is_mixed(spare, asked)
    assert {answer.version for answer in answers} == {before.number, newest.number}
    near, far = _split(answers, moments)
    assert np.median(reached) < MOST_MS_TO_ACTIVE, reached
    measured(
        f"{SWAPS} rollbacks under {CLIENTS} clients",
        f"{len(answers)} answers, none refused or mixed; active after {np.median(reached):.0f} ms "
        f"(most {max(reached):.0f}); p99 {_p99(near):.0f} ms at a swap, {_p99(far):.0f} ms between",
    )


def _split(answers: list[Answer], moments: list[float]) -> tuple[list[Answer], list[Answer]]:
    """Return the answers under way within half a second of a swap, and the others."""
    near, far = [], []
    for answer in answers:
        end = answer.began + answer.seconds
        close = any(answer.began - AROUND_SECONDS < each < end + AROUND_SECONDS for each in moments)
        (near if close else far).append(answer)
    return near, far


def _p99(answers: list[Answer]) -> float:
    return 1_000 * float(np.percentile([answer.seconds for answer in answers], 99))
