"""Fetching what the golden questions need and asking them, as the last part of the gate."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from uuid import UUID

from domain.errors import CorruptArtefact, NotFound
from domain.indexing.golden_gate import Exam, golden_checks
from domain.indexing.golden_set import answerable
from domain.indexing.verify import Check
from domain.indexing.version import IndexVersion
from domain.ports import ArtefactStore, UnitOfWorkFactory
from domain.retrieval.snapshot import IndexSnapshot

logger = logging.getLogger(__name__)


async def examine(
    folder: Path,
    *,
    fingerprint: str,
    unit_of_work: UnitOfWorkFactory,
    artefacts: ArtefactStore,
) -> tuple[Check, ...]:
    """Ask the version in a folder the golden questions, and the active version, too.

    This process needs no encoder: the questions' vectors are kept. An active version whose files cannot
    be had any more is not compared with, or nothing could ever take its place.
    """
    async with unit_of_work() as work:
        questions = await answerable(work)
        keys = [each.vector_key for each in questions]
        vectors = await work.embeddings.vectors(keys, fingerprint)
        active = await work.indexes.active()
        others = (
            vectors
            if active is None
            else await work.embeddings.vectors(keys, active.encoder_fingerprint)
        )
    if not vectors:
        return ()
    before = await _folder_of(active, artefacts)

    def ask() -> tuple[Check, ...]:
        candidate = IndexSnapshot.open(folder, version_id=UUID(int=0), number=0)
        serving = None
        if active is not None and before is not None:
            serving = IndexSnapshot.open(before, version_id=active.id, number=active.number)
        return golden_checks(candidate, serving, Exam(questions, vectors, others))

    return await asyncio.to_thread(ask)


async def _folder_of(version: IndexVersion | None, artefacts: ArtefactStore) -> Path | None:
    if version is None or version.artefact is None:
        return None
    try:
        return await artefacts.fetch(version.artefact, proven=True)
    except (CorruptArtefact, NotFound) as error:
        logger.warning("version %s cannot be compared with: %s", version.number, error.message)
        return None
