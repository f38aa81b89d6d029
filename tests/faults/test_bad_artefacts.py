"""An artefact that is not what was built is refused, and the active version stays."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import Conflict
from domain.indexing.manifest import MANIFEST_FILE, Manifest
from domain.indexing.swap import request_rollback
from domain.indexing.version import IndexVersion
from domain.jobs.stopping import revoke_task
from domain.jobs.task import TaskState
from domain.retrieval.vector_index import VECTORS_FILE
from graph.client import Client
from tests.faults.conftest import Measured
from tests.faults.invariants import no_answer_is_mixed
from tests.faults.site import READY_SECONDS, Site
from tests.faults.versions import active_version, kept, previous_version, staged, tried

pytestmark = pytest.mark.slow


def flip_a_bit(folder: Path) -> None:
    file = folder / VECTORS_FILE
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def truncate(folder: Path) -> None:
    file = folder / VECTORS_FILE
    file.write_bytes(file.read_bytes()[:-100])


def name_another_encoder(folder: Path) -> None:
    replace(Manifest.read(folder), encoder_fingerprint="of another encoder").write(folder)
    assert json.loads((folder / MANIFEST_FILE).read_text())["digest"]


@contextmanager
def damaged(site: Site, version: IndexVersion, damage: Callable[[Path], None]) -> Iterator[None]:
    """Damage a version's files in the store, of which no node has a copy, for the length of the block."""
    folder = kept(site, version)
    whole = folder.with_name(f"{folder.name} as it was")
    shutil.copytree(folder, whole)
    damage(folder)
    shutil.rmtree(staged(site, version), ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(folder)
        whole.rename(folder)
        shutil.rmtree(staged(site, version), ignore_errors=True)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (flip_a_bit, "vectors.faiss has another checksum"),
        (truncate, "vectors.faiss is missing or has another size"),
        (name_another_encoder, "it needs the encoder of another encoder"),
    ],
)
async def test_a_damaged_artefact_is_refused(
    spare: Site, measured: Measured, damage: Callable[[Path], None], reason: str
) -> None:
    # Given a version that served, is not held open by any node, and is damaged where it is kept
    if len(spare.corpus.editions) < 2:
        await spare.ended(await spare.add(20))
    active, before = await active_version(spare), await previous_version(spare)
    spare.parts.stop("api")
    with damaged(spare, before, damage):
        spare.parts.start("api")
        await asyncio.to_thread(Client(spare.parts.address()).wait_until_ready, READY_SECONDS)
        async with spare.asking() as asked:
            await asked.named(active.number)

            # When somebody rolls back to it
            _, task = await request_rollback(unit_of_work=spare.resources.unit_of_work)
            swap = await tried(spare, task.id)

            # Then the swap says why not, and the active version goes on answering
            assert swap.state in {TaskState.RETRY, TaskState.FAILURE}
            assert swap.error is not None
            assert reason in swap.error
            count = len(asked.answers)
            await asked.answered(count + 2)
        with suppress(Conflict):  # it has ended
            await revoke_task(task.id, unit_of_work=spare.resources.unit_of_work)
    assert asked.versions == {active.number}
    assert asked.refusals.total() == 0, asked.refusals
    assert (await active_version(spare)).id == active.id
    await no_answer_is_mixed(spare, asked)
    measured(f"artefact: {damage.__name__}", f"{swap.state}: {swap.error}")
