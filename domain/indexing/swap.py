"""Swaps: asked for, staged on the nodes, made, and acknowledged."""

from __future__ import annotations

import asyncio

from domain.errors import Conflict, NotFound
from domain.indexing.version import IndexState, IndexVersion, NodeState, Rollout
from domain.jobs.attempt import Report
from domain.jobs.filter import TaskFilter
from domain.jobs.stopping import LIVE_STATES
from domain.jobs.task import NewTask, Queue, Task
from domain.ports import ArtefactStore, UnitOfWork, UnitOfWorkFactory

PATIENCE_SECONDS = 30.0
SWAPPABLE = frozenset({IndexState.READY, IndexState.RETIRED})


async def request_activation(
    number: int, *, unit_of_work: UnitOfWorkFactory
) -> tuple[IndexVersion, Task]:
    """Enqueue the swap to a version; it goes before every swap that was asked for earlier.

    The last one is joined if it is to the same version and has yet to happen. The active version may be
    asked for while another is on its way: it stays then. Raises `NotFound`, or `Conflict` if the version
    cannot serve, or does and nothing else was asked for.
    """
    async with unit_of_work() as work:
        await work.indexes.hold_active()
        version = await work.indexes.by_number(number)
        if version is None:
            raise NotFound("index version", number)
        ordered = await work.indexes.ordered()
        if version.state is not IndexState.ACTIVE or ordered is None or ordered.id == version.id:
            _check_swappable(version)
        task = await _order(version, work)
        await work.commit()
    return version, task


async def request_rollback(*, unit_of_work: UnitOfWorkFactory) -> tuple[IndexVersion, Task]:
    """Enqueue the swap to the version that served before.

    Raises `Conflict` if there is none, or while another swap is on its way: which version is meant to be
    left is not known then.
    """
    async with unit_of_work() as work:
        await work.indexes.hold_active()
        previous = await work.indexes.previous()
        if previous is None:
            raise Conflict("no version served before the active one")
        await _check_at_rest(previous, work)
        if previous.rolled_back_at is not None:
            raise Conflict(
                f"version {previous.number} was {previous.reason}; activate it by its number if need be"
            )
        _check_swappable(previous)
        task = await _order(previous, work)
        await work.commit()
    return previous, task


async def _check_at_rest(target: IndexVersion, work: UnitOfWork) -> None:
    """Raise `Conflict` if a swap is on its way, but one to this very version."""
    swaps = TaskFilter(name="hot_swap_index", states=LIVE_STATES)
    ordered = await work.indexes.ordered()
    if ordered is not None and ordered.id != target.id and await work.tasks.count(swaps):
        raise Conflict(
            f"a swap to version {ordered.number} is on its way; activate a version by its number instead"
        )


async def _order(version: IndexVersion, work: UnitOfWork) -> Task:
    """Enqueue a swap that a person has chosen, or join it; whoever calls this holds the active version."""
    order = await work.indexes.order_swap(version.id, chosen=True)
    swap = NewTask(
        "hot_swap_index",
        Queue.INDEXING,
        {"number": version.number, "order": order},
        unique_key=f"swap-{version.number}-{order}",
        joins_running=True,
    )
    (task,) = await work.tasks.enqueue([swap])
    return task


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
    order: int | None = None,
) -> Rollout:
    """Make a version the active one once its files are proven and the living nodes have staged it.

    Returns how far it has reached them. A node that has not staged after 30 seconds is not waited for,
    nor is one that does not search it 30 seconds after the swap: it catches up by itself. `order` is the
    number of a person's order; without one, a version older than the active one, or than the one on its
    way, is left alone. Raises `CorruptArtefact` if the files are not what the manifest says, `Conflict` if
    a node cannot open them or a later order goes before this one: the active version stays.
    """
    async with unit_of_work() as work:
        await work.indexes.hold_active()
        version = await work.indexes.by_number(number)
        if version is None:
            raise NotFound("index version", number)
        if await _is_left_alone(version, work, chosen=order is not None):
            return await work.indexes.rollout(version.id)
        _check_swappable(version)
        if order is None:
            order = await work.indexes.order_swap(version.id, chosen=False)
        await work.commit()
    assert version.artefact is not None
    await artefacts.fetch(version.artefact, proven=True)
    await report(1, 3)
    async with unit_of_work() as work:
        await _check_last(version, order, work)
        await work.indexes.stage(version.id)
        await work.commit()
    await _wait_for_nodes(version, NodeState.STAGED, order, unit_of_work)
    await report(2, 3)
    async with unit_of_work() as work:
        await _check_last(version, order, work)
        await work.indexes.activate(version.id)
        await work.commit()
    rollout = await _wait_for_nodes(version, NodeState.ACTIVE, order, unit_of_work)
    await report(3, 3)
    return rollout


async def _is_left_alone(version: IndexVersion, work: UnitOfWork, *, chosen: bool) -> bool:
    """Whether there is nothing to do: the version serves, or a newer one does or will.

    Raises `Conflict` where it would undo what a person has chosen since its build began.
    """
    active, ordered = await work.indexes.active(), await work.indexes.ordered()
    if active is not None and active.id == version.id:
        return True
    if chosen:
        return False
    if await work.indexes.chosen_since(version.id):
        raise Conflict(
            f"version {version.number} is ready but was not swapped in: somebody chose a version since its "
            f"build began; `apfa index activate {version.number}` swaps it in"
        )
    newest = max((each.number for each in (active, ordered) if each is not None), default=0)
    return newest > version.number


async def _check_last(version: IndexVersion, order: int, work: UnitOfWork) -> None:
    """Raise `Conflict` if a later order was given; no other is given until this transaction ends."""
    await work.indexes.hold_active()
    if await work.indexes.last_order() > order:
        raise Conflict(f"the swap to version {version.number} gave way to one asked for later")


async def _wait_for_nodes(
    version: IndexVersion, state: NodeState, order: int, unit_of_work: UnitOfWorkFactory
) -> Rollout:
    """Return when every living node has reached the state, when another is ordered, or patience ends."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while True:
        async with unit_of_work() as work:
            rollout = await work.indexes.rollout(version.id)
            is_last = await work.indexes.last_order() == order
        if rollout.failed and state is NodeState.STAGED:
            raise Conflict(await _refusals(version, unit_of_work))
        reached = rollout.active if state is NodeState.ACTIVE else rollout.staged
        if reached >= rollout.nodes or not is_last or loop.time() >= deadline:
            return rollout
        await asyncio.sleep(0.02)


async def _refusals(version: IndexVersion, unit_of_work: UnitOfWorkFactory) -> str:
    """Return who could not open the version, and why."""
    async with unit_of_work() as work:
        nodes = await work.serving.nodes(version.id)
    failed = [f"{each.node}: {each.error}" for each in nodes if each.state is NodeState.FAILED]
    return f"{len(failed)} of {len(nodes)} nodes could not open the version; " + "; ".join(failed)
