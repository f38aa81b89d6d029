"""Swaps: asked for, staged on the nodes, made, and acknowledged."""

from __future__ import annotations

import asyncio

from domain.errors import Conflict, NotFound
from domain.indexing.version import IndexState, IndexVersion, NodeState, Rollout
from domain.jobs.attempt import Report
from domain.jobs.task import NewTask, Queue, Task
from domain.ports import ArtefactStore, UnitOfWorkFactory

PATIENCE_SECONDS = 30.0
SWAPPABLE = frozenset({IndexState.READY, IndexState.RETIRED})


async def request_activation(
    number: int, *, unit_of_work: UnitOfWorkFactory
) -> tuple[IndexVersion, Task]:
    """Enqueue the swap to a version. Raises `NotFound`, or `Conflict` if it can't serve or does already."""
    async with unit_of_work() as work:
        version = await work.indexes.by_number(number)
        if version is None:
            raise NotFound("index version", number)
        _check_swappable(version)
        swap = NewTask(
            "hot_swap_index",
            Queue.INDEXING,
            {"number": number, "chosen": True},
            unique_key=f"swap-{number}",
            joins_running=True,
        )
        (task,) = await work.tasks.enqueue([swap])
        await work.commit()
    return version, task


async def request_rollback(*, unit_of_work: UnitOfWorkFactory) -> tuple[IndexVersion, Task]:
    """Enqueue the swap to the version that served before. Raises `Conflict` if there is none."""
    async with unit_of_work() as work:
        previous = await work.indexes.previous()
    if previous is None:
        raise Conflict("no version served before the active one")
    if previous.rolled_back_at is not None:
        raise Conflict(
            f"version {previous.number} was {previous.reason}; activate it by its number if need be"
        )
    return await request_activation(previous.number, unit_of_work=unit_of_work)


def _check_swappable(version: IndexVersion) -> None:
    if version.state is IndexState.ACTIVE:
        raise Conflict(f"version {version.number} is active already")
    if version.state not in SWAPPABLE or version.artefact is None:
        raise Conflict(f"version {version.number} cannot serve: it is {version.state}")


async def swap_index(
    number: int,
    report: Report,
    *,
    unit_of_work: UnitOfWorkFactory,
    artefacts: ArtefactStore,
    chosen: bool = False,
) -> Rollout:
    """Make a version the active one once its files are proven and the living nodes have staged it.

    Returns how far it has reached them. A node that has not staged after 30 seconds is not waited for,
    nor is one that does not search it 30 seconds after the swap: it catches up by itself. Unless an
    operator has `chosen` the version, one that is older than the active one is left alone. Raises
    `CorruptArtefact` if the files are not what the manifest says, `Conflict` if a node cannot open them:
    the active version stays.
    """
    async with unit_of_work() as work:
        version = await work.indexes.by_number(number)
        active = await work.indexes.active()
    if version is None:
        raise NotFound("index version", number)
    if active is not None and (active.number == number or (active.number > number and not chosen)):
        return await _rollout(version, unit_of_work)
    _check_swappable(version)
    assert version.artefact is not None
    await artefacts.fetch(version.artefact, proven=True)
    await report(1, 3)
    async with unit_of_work() as work:
        await work.indexes.stage(version.id)
        await work.commit()
    await _wait_for_nodes(version, NodeState.STAGED, unit_of_work)
    await report(2, 3)
    async with unit_of_work() as work:
        await work.indexes.activate(version.id)
        await work.commit()
    rollout = await _wait_for_nodes(version, NodeState.ACTIVE, unit_of_work)
    await report(3, 3)
    return rollout


async def _wait_for_nodes(
    version: IndexVersion, state: NodeState, unit_of_work: UnitOfWorkFactory
) -> Rollout:
    """Return when every living node has reached the state, or when patience ends."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while True:
        rollout = await _rollout(version, unit_of_work)
        if rollout.failed and state is NodeState.STAGED:
            raise Conflict(await _refusals(version, unit_of_work))
        reached = rollout.active if state is NodeState.ACTIVE else rollout.staged
        if reached >= rollout.nodes or loop.time() >= deadline:
            return rollout
        await asyncio.sleep(0.02)


async def _refusals(version: IndexVersion, unit_of_work: UnitOfWorkFactory) -> str:
    """Return who could not open the version, and why."""
    async with unit_of_work() as work:
        nodes = await work.serving.nodes(version.id)
    failed = [f"{each.node}: {each.error}" for each in nodes if each.state is NodeState.FAILED]
    return f"{len(failed)} of {len(nodes)} nodes could not open the version; " + "; ".join(failed)


async def _rollout(version: IndexVersion, unit_of_work: UnitOfWorkFactory) -> Rollout:
    async with unit_of_work() as work:
        return await work.indexes.rollout(version.id)
