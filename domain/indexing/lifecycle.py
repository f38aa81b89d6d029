"""From embedded passages to a version that serves: build, verify, swap, roll back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from domain.errors import Conflict, NotFound
from domain.indexing.build import build_version
from domain.indexing.manifest import Manifest
from domain.indexing.verify import GateReport, verify
from domain.indexing.version import IndexState, IndexVersion, NodeState
from domain.jobs.running import Report
from domain.jobs.task import NewTask, Queue, Task
from domain.ports import ArtefactStore, Clock, UnitOfWorkFactory
from domain.retrieval.passage import Passage

STAGING_PATIENCE_SECONDS = 30.0
SWAPPABLE = frozenset({IndexState.READY, IndexState.RETIRED})


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a build starts from: passages and their vectors, row by row the same."""

    passages: list[Passage]
    vectors: np.ndarray[Any, np.dtype[np.float32]]


async def build_index(
    report: Report,
    *,
    unit_of_work: UnitOfWorkFactory,
    artefacts: ArtefactStore,
    clock: Clock,
    fingerprint: str,
    scratch: Path,
) -> IndexVersion:
    """Build, verify and upload a version of all that is embedded, working in the folder `scratch`.

    Returns the version, READY; or the active one if the content is the same to the byte. Builds wait for
    each other. Raises `Conflict` if there is nothing to index or the gate refuses the version, which is
    then REJECTED with the reason.
    """
    async with unit_of_work() as lock:
        await lock.indexes.hold_build_lock()
        gathered = await _gather(unit_of_work, fingerprint)
        await report(1, 4)
        async with unit_of_work() as work:
            version = await work.indexes.begin(fingerprint)
            await work.commit()
        try:
            # A stopped build may still be writing from its thread while the folder is taken away.
            with TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as folder:
                return await _build_in(
                    Path(folder),
                    version=version,
                    gathered=gathered,
                    report=report,
                    unit_of_work=unit_of_work,
                    artefacts=artefacts,
                    clock=clock,
                )
        except BaseException as error:
            await asyncio.shield(_reject(unit_of_work, version, str(error) or "stopped"))
            raise


async def _gather(unit_of_work: UnitOfWorkFactory, fingerprint: str) -> Gathered:
    passages: list[Passage] = []
    blocks = []
    async with unit_of_work() as work:
        async for rows, vectors in work.passages.stream_public(fingerprint):
            passages.extend(rows)
            blocks.append(vectors)
    if not passages:
        raise Conflict("there is nothing to index: no public passage has an embedding yet")
    return Gathered(passages, np.concatenate(blocks))


async def _build_in(
    folder: Path,
    *,
    version: IndexVersion,
    gathered: Gathered,
    report: Report,
    unit_of_work: UnitOfWorkFactory,
    artefacts: ArtefactStore,
    clock: Clock,
) -> IndexVersion:
    manifest = await asyncio.to_thread(
        build_version,
        folder,
        passages=gathered.passages,
        vectors=gathered.vectors,
        encoder_fingerprint=version.encoder_fingerprint,
        created_at=clock.now(),
    )
    await report(2, 4)
    async with unit_of_work() as work:
        active = await work.indexes.active()
        if active is not None and active.artefact == manifest.artefact_name:
            await work.indexes.reject(version.id, f"nothing new since version {active.number}")
            await work.commit()
            return active
        await work.indexes.verifying(
            version.id,
            artefact=manifest.artefact_name,
            index_type=manifest.index_type,
            passages=manifest.passages,
            size=manifest.total_bytes,
        )
        await work.commit()
    gate = await asyncio.to_thread(verify, folder)
    await report(3, 4)
    if not gate.passed:
        await _refuse(unit_of_work, version, gate)
    await artefacts.put(manifest.artefact_name, folder)
    await _mark_ready(unit_of_work, version, gathered, gate, manifest)
    await report(4, 4)
    return await _reread(unit_of_work, version)


async def _mark_ready(
    unit_of_work: UnitOfWorkFactory,
    version: IndexVersion,
    gathered: Gathered,
    gate: GateReport,
    manifest: Manifest,
) -> None:
    documents = list({passage.document_id for passage in gathered.passages})
    async with unit_of_work() as work:
        await work.documents.mark_indexed(documents, version.number)
        await work.indexes.ready(version.id, gate.as_json())
        await work.commit()


async def _refuse(unit_of_work: UnitOfWorkFactory, version: IndexVersion, gate: GateReport) -> None:
    failed = ", ".join(check.name for check in gate.checks if not check.passed)
    reason = f"the gate refused the version: {failed}"
    await _reject(unit_of_work, version, reason, gate.as_json())
    raise Conflict(reason)


async def _reject(
    unit_of_work: UnitOfWorkFactory,
    version: IndexVersion,
    reason: str,
    gate: dict[str, Any] | None = None,
) -> None:
    async with unit_of_work() as work:
        row = await work.indexes.get(version.id)
        if row is not None and row.state in {IndexState.BUILDING, IndexState.VERIFYING}:
            await work.indexes.reject(version.id, reason, gate)
            await work.commit()


async def _reread(unit_of_work: UnitOfWorkFactory, version: IndexVersion) -> IndexVersion:
    async with unit_of_work() as work:
        row = await work.indexes.get(version.id)
    if row is None:
        raise NotFound("index version", version.number)
    return row


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
) -> None:
    """Make a version the active one once its files are proven and the living nodes have staged it.

    A node that has not staged after 30 seconds is not waited for; it catches up by itself. Unless an
    operator has `chosen` the version, one that is older than the active one is left alone. Raises
    `CorruptArtefact` if the files are not what the manifest says: the active version stays.
    """
    async with unit_of_work() as work:
        version = await work.indexes.by_number(number)
        active = await work.indexes.active()
    if version is None:
        raise NotFound("index version", number)
    if active is not None and (active.number == number or (active.number > number and not chosen)):
        return
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
    await _wait_for_nodes(version, NodeState.ACTIVE, unit_of_work)
    await report(3, 3)


async def _wait_for_nodes(
    version: IndexVersion, state: NodeState, unit_of_work: UnitOfWorkFactory
) -> None:
    """Return when every living node has reached the state, or when patience ends."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + STAGING_PATIENCE_SECONDS
    while loop.time() < deadline:
        async with unit_of_work() as work:
            rollout = await work.indexes.rollout(version.id)
        if rollout.failed and state is NodeState.STAGED:
            raise Conflict(f"{rollout.failed} of {rollout.nodes} nodes could not open the version")
        reached = rollout.active if state is NodeState.ACTIVE else rollout.staged
        if reached >= rollout.nodes:
            return
        await asyncio.sleep(0.02)
