from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.errors import CorruptArtefact
from domain.indexing.manifest import MANIFEST_FILE, check_artefact
from domain.retrieval.passage import Passage
from domain.retrieval.snapshot import IndexSnapshot

MakePassage = Callable[..., Passage]
OpenIndex = Callable[[Sequence[Passage], NDArray[np.float32]], IndexSnapshot]

FILES = [
    "vectors.faiss",
    "passages.jsonl",
    "passages.offsets.npy",
    "passages.keys.npy",
    "lexical/data.csc.index.npy",
    "lexical/indices.csc.index.npy",
    "lexical/indptr.csc.index.npy",
    "lexical/vocab.index.json",
    "lexical/params.index.json",
    "lexical/lengths.npy",
    MANIFEST_FILE,
]


@pytest.fixture
def artefact(make_passage: MakePassage, open_index: OpenIndex, tmp_path: Path) -> Path:
    passages = [make_passage(i, f"passage number {i}") for i in range(20)]
    open_index(passages, np.eye(20, 32, dtype=np.float32))
    return tmp_path


def _open(folder: Path, fingerprint: str | None = None) -> IndexSnapshot:
    return IndexSnapshot.open(
        folder, version_id=UUID(int=1), number=3, encoder_fingerprint=fingerprint
    )


def test_an_artefact_opens_whole(artefact: Path) -> None:
    snapshot = _open(artefact, "test")

    assert len(snapshot) == len(snapshot.vectors) == len(snapshot.lexical) == 20
    assert snapshot.passages[19].text == "passage number 19"
    assert snapshot.number == 3
    assert set(snapshot.manifest.files) | {MANIFEST_FILE} == set(FILES)
    check_artefact(artefact)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_a_flipped_bit_is_found(artefact: Path, name: str, place: float) -> None:
    content = bytearray((artefact / name).read_bytes())
    at = int(place * (len(content) - 1))
    content[at] ^= 1
    (artefact / name).write_bytes(content)

    with pytest.raises(CorruptArtefact):
        _open(artefact)


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_found(artefact: Path, name: str) -> None:
    content = (artefact / name).read_bytes()
    (artefact / name).write_bytes(content[: len(content) // 2])

    with pytest.raises(CorruptArtefact):
        _open(artefact)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found(artefact: Path, name: str) -> None:
    (artefact / name).unlink()

    with pytest.raises(CorruptArtefact, match=f"{name}|manifest"):
        _open(artefact)


def test_vectors_of_another_encoder_are_refused(artefact: Path) -> None:
    with pytest.raises(CorruptArtefact, match="needs the encoder test, not other"):
        _open(artefact, "other")


def test_a_missing_folder_is_no_artefact(tmp_path: Path) -> None:
    with pytest.raises(CorruptArtefact):
        _open(tmp_path / "nothing")
