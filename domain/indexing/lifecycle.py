"""From embedded passages to a version that may serve: gathered, built, proven, uploaded."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from domain.errors import Conflict, NotFound, Unavailable
from domain.indexing.build import build_version
from domain.indexing.cut_short import CUT_SHORT
from domain.indexing.examine import examine
from domain.indexing.manifest import Manifest
from domain.indexing.verify import GateReport, verify
from domain.indexing.version import IndexState, IndexVersion
from domain.jobs.attempt import Report
from domain.ports import ArtefactStore, Clock, UnitOfWorkFactory
from domain.retrieval.passage import Passage

UPLOAD_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds between tries: fewer tries than open a breaker."""

logger = logging.getLogger(__name__)


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
    each other, each holding a lock that Postgres takes back when its holder dies. Raises `Conflict` if
    there is nothing to index, if the content is that of a version that was taken back, or if the gate
    refuses the version, which is then REJECTED with the reason.
    """
    async with unit_of_work() as lock:
        await lock.indexes.hold_build_lock()
        async with unit_of_work() as work:
            await work.indexes.reject_unfinished(CUT_SHORT)
            version = await work.indexes.begin(fingerprint)
            await work.commit()
        try:
            gathered = await _gather(unit_of_work, fingerprint)
            await report(1, 4)
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
        failed = await work.indexes.rolled_back_with(manifest.artefact_name)
        if failed is not None:
            raise Conflict(f"nothing new since version {failed.number}, {failed.reason}")
        await work.indexes.verifying(
            version.id,
            artefact=manifest.artefact_name,
            index_type=manifest.index_type,
            passages=manifest.passages,
            size=manifest.total_bytes,
        )
        await work.commit()
    gate = await asyncio.to_thread(verify, folder)
    if gate.passed:
        golden = await examine(
            folder,
            fingerprint=version.encoder_fingerprint,
            unit_of_work=unit_of_work,
            artefacts=artefacts,
        )
        gate = GateReport((*gate.checks, *golden))
    await report(3, 4)
    if not gate.passed:
        await _refuse(unit_of_work, version, gate)
    await _upload(artefacts, manifest.artefact_name, folder)
    await _mark_ready(unit_of_work, version, gathered, gate, manifest)
    await report(4, 4)
    return await _reread(unit_of_work, version)


async def _upload(artefacts: ArtefactStore, name: str, folder: Path) -> None:
    """Upload what was built; a store that is away for some seconds does not cost the whole build."""
    for pause in UPLOAD_PAUSES:
        try:
            return await artefacts.put(name, folder)
        except Unavailable as error:
            logger.warning("the version is uploaded again in %.0f s: %s", pause, error.message)
        await asyncio.sleep(pause)
    return await artefacts.put(name, folder)


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
