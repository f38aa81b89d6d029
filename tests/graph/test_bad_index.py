"""An index that is not there or not whole is never swapped in, and the active one goes on serving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.clock import SystemClock
from domain.documents.document import DocumentDraft, Visibility
from domain.errors import Conflict, CorruptArtefact, NotFound
from domain.identifiers import new_id
from domain.indexing.lifecycle import build_index
from domain.indexing.swap import request_activation, request_rollback, swap_index
from domain.indexing.version import IndexVersion
from domain.retrieval.passage import Passage, text_hash
from graph.types.node import uuid_of
from persistence.bootstrap import Resources

SEARCH = '{ searchPassages(query: "escrow taxes") { indexVersion hits { score } } }'
PASSAGES = 5_000
"""So many that the vectors (64 numbers each) are a large file, whose bytes no quick check reads."""

Damage = Callable[[Path], None]
Build = Callable[[str], Awaitable[IndexVersion]]


async def no_report(done: int, total: int) -> None:
    del done, total


@pytest.fixture
async def build(resources: Resources, encoder: Any, tmp_path: Path, admin: Any) -> Build:
    """Build a version of what is there and a text more."""
    owner = uuid_of("User", (await admin.send("{ me { id } }")).data["me"]["id"])

    async def build(text: str) -> IndexVersion:
        texts = [text, *(f"{text} Paragraph {number}." for number in range(PASSAGES))]
        async with resources.unit_of_work() as work:
            draft = DocumentDraft(text=text, title="Escrow")
            (added,) = await work.documents.add(
                [draft], owner_id=owner, visibility=Visibility.PUBLIC
            )
            passages = [
                Passage(
                    id=new_id(),
                    document_id=added.id,
                    ordinal=ordinal,
                    reference="",
                    title="Escrow",
                    heading_path=(),
                    text=each,
                    text_hash=text_hash(each),
                    source="",
                    effective_date=None,
                )
                for ordinal, each in enumerate(texts)
            ]
            await work.passages.replace([added.id], passages)
            random = np.random.default_rng(len(text))
            vectors = random.standard_normal((len(texts), encoder.dimension), dtype=np.float32)
            vectors[0] = (await encoder.encode([text]))[0]
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            hashes = [passage.text_hash for passage in passages]
            await work.embeddings.store(encoder.fingerprint, hashes, vectors)
            await work.commit()
        return await build_index(
            no_report,
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
            clock=SystemClock(),
            fingerprint=encoder.fingerprint,
            scratch=tmp_path,
        )

    return build


async def swap(resources: Resources, number: int) -> None:
    async with resources.unit_of_work() as work:
        version = await work.indexes.by_number(number)
        order = None if version is None else await work.indexes.order_swap(version.id, chosen=True)
        await work.commit()
    await swap_index(
        number,
        no_report,
        unit_of_work=resources.unit_of_work,
        artefacts=resources.artefacts,
        order=order,
    )


async def serving(user: Any) -> int:
    found = (await user.send(SEARCH)).data["searchPassages"]
    assert found["hits"]
    return int(found["indexVersion"])


def flip(path: Path) -> None:
    """Flip one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path: Path) -> None:
    """Lose the second half."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def kept_files(resources: Resources, version: IndexVersion) -> list[Path]:
    folder = resources.settings.data_directory / "objects" / "artefacts" / str(version.artefact)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def largest(paths: list[Path]) -> Path:
    path = max(paths, key=lambda each: each.stat().st_size)
    assert path.stat().st_size > 1 << 20  # else its checksum would be compared at every opening
    return path


@pytest.mark.parametrize(
    ("damage", "name"),
    [(flip, "largest"), (truncate, "largest"), (Path.unlink, "manifest.json")],
)
async def test_a_damaged_version_is_refused_and_the_active_one_serves_on(
    resources: Resources, services: Any, user: Any, build: Build, damage: Damage, name: str
) -> None:
    del services  # whose node follows the swaps
    good = await build("An escrow account holds money for taxes.")
    await swap(resources, good.number)
    assert await serving(user) == good.number

    bad = await build("An escrow account pays taxes when they are due.")
    files = kept_files(resources, bad)
    damage(largest(files) if name == "largest" else next(f for f in files if f.name == name))
    with pytest.raises((CorruptArtefact, NotFound)) as refused:
        await swap(resources, bad.number)

    assert str(bad.artefact) in str(refused.value)
    assert await serving(user) == good.number
    async with resources.unit_of_work() as work:
        active = await work.indexes.active()
    assert active is not None
    assert active.number == good.number


async def test_a_staged_copy_with_a_flipped_bit_is_replaced_before_it_serves(
    resources: Resources, services: Any, user: Any, build: Build
) -> None:
    del services
    version = await build("An escrow account holds money for taxes.")
    assert version.artefact is not None
    folder = await resources.artefacts.fetch(version.artefact)
    staged = largest([path for path in folder.rglob("*") if path.is_file()])
    sound = staged.read_bytes()
    flip(staged)
    assert staged.read_bytes() != sound

    await swap(resources, version.number)

    assert staged.read_bytes() == sound
    assert await serving(user) == version.number


async def test_a_version_that_does_not_exist_is_refused(
    resources: Resources, admin: Any, build: Build, services: Any
) -> None:
    del services
    version = await build("An escrow account holds money for taxes.")
    await swap(resources, version.number)
    for number in (version.number + 1, 0, -1):
        with pytest.raises(NotFound, match=f"there is no index version {number}"):
            await request_activation(number, unit_of_work=resources.unit_of_work)
        with pytest.raises(NotFound):
            await swap(resources, number)
    with pytest.raises(Conflict, match=f"version {version.number} is active already"):
        await request_activation(version.number, unit_of_work=resources.unit_of_work)
    with pytest.raises(Conflict, match="no version served before the active one"):
        await request_rollback(unit_of_work=resources.unit_of_work)
    activate = "mutation { activateIndex(number: 99999999999) { __typename } }"
    assert (await admin.send(activate)).code == "BAD_USER_INPUT"
    assert await serving(admin) == version.number


async def test_rollback_before_any_version_served_is_refused(resources: Resources) -> None:
    with pytest.raises(Conflict, match="no version served before"):
        await request_rollback(unit_of_work=resources.unit_of_work)
