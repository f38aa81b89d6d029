import asyncio
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, NotFound, Unavailable
from domain.identifiers import new_id
from domain.indexing.cut_short import CUT_SHORT, reject_cut_short
from domain.indexing.version import IndexState, IndexVersion, NodeState, Rollout
from domain.jobs.worker import Process, ProcessKind
from domain.paging import PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory

EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


async def ready(work: UnitOfWork, artefact: str | None = None) -> IndexVersion:
    version = await work.indexes.begin("fp")
    await work.indexes.verifying(
        version.id,
        artefact=artefact or f"a{version.number}",
        index_type="Flat",
        passages=10,
        size=2**33,
    )
    await work.indexes.ready(version.id, {"recall": 0.99})
    return await read(work, version)


async def read(work: UnitOfWork, version: IndexVersion) -> IndexVersion:
    found = await work.indexes.get(version.id)
    assert found is not None
    return found


async def state(work: UnitOfWork, version: IndexVersion) -> IndexState:
    return (await read(work, version)).state


async def beat(work: UnitOfWork, name: str, kind: ProcessKind = ProcessKind.API) -> None:
    await work.processes.beat(Process(name, kind, "h", 1, (), 0, 0.0, 0, EPOCH, EPOCH))


async def test_a_version_lives_from_building_to_retired(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        first = await work.indexes.begin("fp")
        assert (first.number, first.state, first.artefact) == (1, IndexState.BUILDING, None)
        assert first.gate is None
        await work.indexes.verifying(
            first.id, artefact="a", index_type="Flat", passages=10, size=2**33
        )
        assert await state(work, first) is IndexState.VERIFYING
        await work.indexes.ready(first.id, {"recall": 0.99})
        built = await read(work, first)
        assert (built.state, built.artefact, built.index_type) == (IndexState.READY, "a", "Flat")
        assert (built.passages, built.bytes, built.gate) == (10, 2**33, {"recall": 0.99})
        assert built.ready_at is not None
        assert await work.indexes.active() is None
        assert await work.indexes.previous() is None
        await work.indexes.activate(first.id)
        assert await work.indexes.active() == await read(work, first)
        second = await ready(work)
        assert second.number == 2
        await work.indexes.activate(second.id)
        assert await state(work, first) is IndexState.RETIRED
        assert await state(work, second) is IndexState.ACTIVE
        assert await work.indexes.previous() == await read(work, first)
        assert await work.indexes.by_number(2) == await read(work, second)
        assert await work.indexes.by_number(3) is None
        # and back
        await work.indexes.activate(first.id)
        assert await work.indexes.active() == await read(work, first)
        assert await work.indexes.previous() == await read(work, second)


async def test_only_what_may_serve_is_activated(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        building = await work.indexes.begin("fp")
        with pytest.raises(Conflict):
            await work.indexes.activate(building.id)
        await work.indexes.reject(building.id, "too slow", {"p95": 20})
        rejected = await read(work, building)
        assert (rejected.reason, rejected.gate) == ("too slow", {"p95": 20})
        with pytest.raises(Conflict):
            await work.indexes.activate(building.id)
        with pytest.raises(NotFound):
            await work.indexes.activate(new_id())
        first, second = await ready(work), await ready(work)
        await work.indexes.activate(first.id)
        with pytest.raises(Conflict):
            await work.indexes.activate(first.id)
        await work.indexes.activate(second.id)
        await work.indexes.forget_artefact(first.id)
        with pytest.raises(Conflict):
            await work.indexes.activate(first.id)
        assert await work.indexes.active() == await read(work, second)


async def test_of_many_activated_at_once_one_serves_in_the_end(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        versions = [await ready(work) for _ in range(4)]
        await work.commit()

    async def activate(version: IndexVersion) -> None:
        async with unit_of_work() as work:
            await work.indexes.activate(version.id)
            await asyncio.sleep(0.01)
            await work.commit()

    await asyncio.gather(*(activate(version) for version in versions))
    async with unit_of_work() as work:
        states = [await state(work, version) for version in versions]
        assert sorted(states) == [IndexState.ACTIVE] + [IndexState.RETIRED] * 3
        active, previous = await work.indexes.active(), await work.indexes.previous()
        assert active is not None
        assert active.state is IndexState.ACTIVE
        assert previous is not None
        assert previous.state is IndexState.RETIRED


async def test_of_two_who_activate_the_same_version_one_is_told_so(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        version = await ready(work)
        await work.commit()

    async def activate() -> bool:
        async with unit_of_work() as work:
            try:
                await work.indexes.activate(version.id)
            except Conflict:
                return False
            await work.commit()
            return True

    assert sorted(await asyncio.gather(activate(), activate())) == [False, True]


async def test_versions_opened_at_once_get_numbers_of_their_own(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async def begin() -> int:
        async with unit_of_work() as work:
            version = await work.indexes.begin("fp")
            await work.commit()
            return version.number

    assert sorted(await asyncio.gather(*(begin() for _ in range(6)))) == [1, 2, 3, 4, 5, 6]


async def test_builders_wait_for_one_another(unit_of_work: UnitOfWorkFactory) -> None:
    inside: list[int] = []

    async def build(number: int) -> None:
        async with unit_of_work() as work:
            await work.indexes.hold_build_lock()
            inside.append(number)
            assert len(inside) == 1
            await asyncio.sleep(0.02)
            inside.clear()

    await asyncio.gather(*(build(number) for number in range(3)))


async def test_a_version_ends_with_the_transaction_that_builds_it(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as builder:
        await builder.indexes.hold_build_lock()
        async with unit_of_work() as work:
            done = await ready(work)
            building = await work.indexes.begin("fp")
            verifying = await work.indexes.begin("fp")
            await work.indexes.verifying(
                verifying.id, artefact="a", index_type="Flat", passages=1, size=1
            )
            await work.commit()
        assert await reject_cut_short(unit_of_work=unit_of_work) == 0
    # The transaction is gone without a word, as after kill -9.

    assert await reject_cut_short(unit_of_work=unit_of_work) == 2
    assert await reject_cut_short(unit_of_work=unit_of_work) == 0
    async with unit_of_work() as work:
        for version in (building, verifying):
            row = await read(work, version)
            assert (row.state, row.reason) == (IndexState.REJECTED, CUT_SHORT)
        assert await state(work, done) is IndexState.READY
        with pytest.raises(Unavailable):
            await work.indexes.verifying(
                building.id, artefact="a", index_type="Flat", passages=1, size=1
            )
        with pytest.raises(Unavailable):
            await work.indexes.ready(verifying.id, {})
        assert await state(work, verifying) is IndexState.REJECTED


async def test_what_nodes_are_asked_to_stage_is_known_until_it_serves(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first, second = await ready(work), await ready(work)
        assert await work.indexes.to_stage() is None
        await work.indexes.stage(first.id)
        assert await work.indexes.to_stage() == first
        await work.indexes.stage(second.id)
        assert await work.indexes.to_stage() == second
        await work.indexes.activate(second.id)
        assert await work.indexes.to_stage() is None
        # a rollback stages what served before
        await work.indexes.activate(first.id)
        await work.indexes.stage(second.id)
        assert await work.indexes.to_stage() == await read(work, second)


async def test_living_nodes_are_counted_by_how_far_they_are(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        first, second = await ready(work), await ready(work)
        for name in ("n1", "n2", "n3", "n4", "gone"):
            await beat(work, name)
            await work.indexes.acknowledge(name, first.id, NodeState.ACTIVE)
        await beat(work, "worker", ProcessKind.WORKER)
        assert await work.indexes.rollout(first.id) == Rollout(5, 0, 5, 0)
        await work.indexes.acknowledge("n1", second.id, NodeState.STAGED)
        await work.indexes.acknowledge("n2", second.id, NodeState.ACTIVE)
        await work.indexes.acknowledge("n3", second.id, NodeState.FAILED, "corrupt")
        await work.commit()
    async with sql_engine.begin() as connection:
        await connection.execute(
            text("update processes set seen_at = now() - interval '11 s' where name = 'gone'")
        )
    async with unit_of_work() as work:
        assert await work.indexes.rollout(second.id) == Rollout(4, 1, 1, 1)
        # a node serves one version: on the first it is only staged now
        assert await work.indexes.rollout(first.id) == Rollout(4, 1, 3, 0)
        said = await work.indexes.acknowledgements(second.id)
        assert [(word.node, word.state, word.error) for word in said] == [
            ("n1", NodeState.STAGED, None),
            ("n2", NodeState.ACTIVE, None),
            ("n3", NodeState.FAILED, "corrupt"),
        ]


async def test_nodes_must_stage_again_what_they_staged_for_an_earlier_swap(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first, second = await ready(work), await ready(work)
        await beat(work, "n1")
        await work.indexes.stage(first.id)
        await work.indexes.acknowledge("n1", first.id, NodeState.STAGED)
        await work.indexes.stage(first.id)  # the swap is tried again
        assert (await work.indexes.rollout(first.id)).staged == 1
        await work.indexes.stage(second.id)
        await work.indexes.stage(first.id)
        assert (await work.indexes.rollout(first.id)).staged == 0


async def test_a_node_that_refused_is_asked_again(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        version = await ready(work)
        await beat(work, "n1")
        await work.indexes.stage(version.id)
        await work.indexes.acknowledge("n1", version.id, NodeState.FAILED, "corrupt")
        assert (await work.indexes.rollout(version.id)).failed == 1
        await work.indexes.stage(version.id)
        assert (await work.indexes.rollout(version.id)).failed == 0


async def test_whose_files_are_kept(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        old, new = await ready(work), await ready(work)
        await work.indexes.begin("fp")  # nothing built yet
        assert [v.id for v in await work.indexes.with_artefacts()] == [new.id, old.id]
        await work.indexes.acknowledge("n", old.id, NodeState.STAGED)
        await work.indexes.forget_artefact(old.id)
        assert (await read(work, old)).artefact is None
        assert [v.id for v in await work.indexes.with_artefacts()] == [new.id]


async def test_versions_come_newest_first(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        numbers = [(await work.indexes.begin("fp")).id for _ in range(3)]
        first = await work.indexes.page(PageRequest(2))
        rest = await work.indexes.page(PageRequest(2, first.items[-1].id))
    assert [v.id for v in (*first.items, *rest.items)] == sorted(numbers, reverse=True)


async def test_each_change_leaves_an_event(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        first, second = await ready(work), await ready(work)
        await work.indexes.stage(first.id)
        await work.indexes.activate(first.id)
        await work.indexes.activate(second.id)
        await work.indexes.acknowledge("n", second.id, NodeState.ACTIVE)
        await work.commit()
    async with sql_engine.connect() as connection:
        rows = await connection.execute(
            text(
                "select payload->>'number', payload->>'state', payload->'coming',"
                " payload->'acknowledgement'->>'node' from events where topic = 'index' order by id"
            )
        )
        assert [tuple(row) for row in rows] == [
            *((n, s, None, None) for n in "12" for s in ("BUILDING", "VERIFYING", "READY")),
            ("1", "READY", True, None),
            ("1", "ACTIVE", None, None),
            ("1", "RETIRED", None, None),
            ("2", "ACTIVE", None, None),
            ("2", "ACTIVE", None, "n"),
        ]
