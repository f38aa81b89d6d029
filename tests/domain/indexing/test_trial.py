"""Whether a version on trial is taken back, decided in a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Conflict
from domain.indexing.search_times import SearchFigures, counted
from domain.indexing.swap import request_rollback
from domain.indexing.trial import TRIAL, judge, verdict
from domain.indexing.version import IndexState, IndexVersion, NodeState, Rollout
from domain.jobs.worker import Process, ProcessKind
from domain.ports import UnitOfWorkFactory

FAST = counted([20.0] * 500)
FINE = counted([38.0] * 500)
SLOW = counted([50.0] * 500)
ALL_WELL = Rollout(nodes=2, staged=0, active=2, failed=0)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


async def version(unit_of_work: UnitOfWorkFactory, artefact: str = "") -> IndexVersion:
    """A READY version."""
    async with unit_of_work() as work:
        begun = await work.indexes.begin("fp")
        name = artefact or f"index-{begun.number}"
        await work.indexes.verifying(begun.id, artefact=name, index_type="F", passages=1, size=1)
        await work.indexes.ready(begun.id, {})
        await work.commit()
    return begun


async def activate(unit_of_work: UnitOfWorkFactory, *versions: IndexVersion) -> None:
    for each in versions:
        async with unit_of_work() as work:
            await work.indexes.activate(each.id)
            await work.commit()


async def note(
    unit_of_work: UnitOfWorkFactory, each: IndexVersion, figures: SearchFigures, node: str = "n1"
) -> None:
    async with unit_of_work() as work:
        await work.serving.note_searches(node, each.id, figures)
        await work.commit()


async def serving(unit_of_work: UnitOfWorkFactory) -> int:
    async with unit_of_work() as work:
        active = await work.indexes.active()
    assert active is not None
    return active.number


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def pair(unit_of_work: UnitOfWorkFactory) -> tuple[IndexVersion, IndexVersion]:
    """Two versions, the second on trial, the first with searches of 20 ms."""
    old, new = await version(unit_of_work), await version(unit_of_work)
    await activate(unit_of_work, old)
    await note(unit_of_work, old, FAST)
    await activate(unit_of_work, new)
    return old, new


@pytest.mark.parametrize(
    ("new", "old", "taken_back"),
    [
        (SLOW, FAST, True),
        (FINE, FAST, False),
        (counted([50.0] * 499), FAST, False),  # too few of the new one
        (SLOW, counted([20.0] * 499), False),  # too few of the old one
        (counted([9.0] * 500), counted([1.0] * 500), False),  # fast enough all the same
        (counted([12.0] * 500), counted([1.0] * 500), True),
        (counted([1.0] * 94 + [90.0] * 6), FAST, False),  # too few
        (counted([1.0] * 470 + [90.0] * 30), FAST, True),  # 6 % of them slow
        (counted([1.0] * 480 + [90.0] * 20), FAST, False),  # 4 % of them slow
        (counted([1.0], failed=3), FAST, True),
        (counted([1.0], failed=2), FAST, False),
        (counted([1.0] * 997, failed=3), FAST, False),  # not one in a hundred
        (counted([1.0] * 50, failed=5), counted([1.0] * 50, failed=50), False),  # it was worse
    ],
)
async def test_what_takes_a_version_back(
    unit_of_work: UnitOfWorkFactory, new: SearchFigures, old: SearchFigures, taken_back: bool
) -> None:
    judged = await version(unit_of_work)
    reason = verdict(judged, new, old, ALL_WELL)
    assert (reason is not None) is taken_back, reason


async def test_a_slow_version_is_taken_back_with_the_reason(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    old, new = pair
    await note(unit_of_work, new, counted([50.0] * 300), "n1")
    assert await judge(now(), unit_of_work=unit_of_work) is None
    await note(unit_of_work, new, counted([50.0] * 200), "n2")  # together they are enough

    back = await judge(now(), unit_of_work=unit_of_work)

    assert back is not None
    assert back.number == old.number == await serving(unit_of_work)
    async with unit_of_work() as work:
        bad = await work.indexes.get(new.id)
    assert bad is not None
    assert (bad.state, bad.rolled_back_at is None) == (IndexState.RETIRED, False)
    assert bad.reason is not None
    assert bad.reason.startswith(
        "rolled back: the 95th percentile of 500 searches of version 2 is 5"
    )


async def test_of_many_nodes_that_judge_at_once_one_decides(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    old, new = pair
    await note(unit_of_work, new, SLOW)

    found = await asyncio.gather(*(judge(now(), unit_of_work=unit_of_work) for _ in range(6)))

    assert [each.number for each in found if each is not None] == [old.number]
    assert await serving(unit_of_work) == old.number


async def test_nothing_swings_to_and_fro(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    old, new = pair
    await note(unit_of_work, new, SLOW)
    await judge(now(), unit_of_work=unit_of_work)
    await note(
        unit_of_work, old, counted([500.0] * 5_000, failed=500)
    )  # the old one is bad now, too
    assert await judge(now(), unit_of_work=unit_of_work) is None
    assert await serving(unit_of_work) == old.number
    with pytest.raises(Conflict, match="version 2 was rolled back"):
        await request_rollback(unit_of_work=unit_of_work)

    await activate(unit_of_work, new)  # an operator wants it all the same
    await note(unit_of_work, new, SLOW)
    assert await judge(now(), unit_of_work=unit_of_work) is None
    assert await serving(unit_of_work) == new.number


async def test_going_back_by_hand_is_not_judged(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    old, new = pair
    await note(unit_of_work, new, FAST)
    await activate(unit_of_work, old)
    await note(unit_of_work, old, SLOW)
    assert await judge(now(), unit_of_work=unit_of_work) is None
    assert await serving(unit_of_work) == old.number


async def test_a_trial_ends(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    await note(unit_of_work, pair[1], SLOW)
    later = now() + TRIAL + timedelta(minutes=1)
    assert await judge(later, unit_of_work=unit_of_work) is None


async def test_figures_from_before_the_activation_do_not_count(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    old, new = await version(unit_of_work), await version(unit_of_work)
    await note(unit_of_work, new, SLOW)  # from an earlier time that it served
    await activate(unit_of_work, old)
    await note(unit_of_work, old, FAST)
    await activate(unit_of_work, new)
    assert await judge(now(), unit_of_work=unit_of_work) is None


async def test_a_version_that_no_node_can_open_is_taken_back(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    old, new = pair
    async with unit_of_work() as work:
        await work.processes.beat(
            Process("n1", ProcessKind.API, "h", 1, (), 0, 0.0, 0, EPOCH, EPOCH)
        )
        await work.indexes.acknowledge("n1", new.id, NodeState.FAILED, "corrupt")
        await work.commit()
    back = await judge(now(), unit_of_work=unit_of_work)
    assert back is not None
    assert back.number == old.number


async def test_there_must_be_files_to_go_back_to(
    unit_of_work: UnitOfWorkFactory, pair: tuple[IndexVersion, IndexVersion]
) -> None:
    old, new = pair
    await note(unit_of_work, new, SLOW)
    async with unit_of_work() as work:
        await work.indexes.forget_artefact(old.id)
        await work.commit()
    assert await judge(now(), unit_of_work=unit_of_work) is None
    assert await serving(unit_of_work) == new.number
