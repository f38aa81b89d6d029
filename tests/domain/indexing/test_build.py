from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.errors import Conflict, InvalidInput
from domain.indexing.build import build_version
from domain.indexing.manifest import MANIFEST_FILE, Manifest
from domain.retrieval.passage import Passage

MakePassages = Callable[[int], list[Passage]]
Clustered = Callable[..., NDArray[np.float32]]
Build = Callable[..., Manifest]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_same_input_gives_the_same_artefact(
    build: Build, clustered: Clustered, tmp_path: Path
) -> None:
    vectors = clustered(300)

    first = build(tmp_path / "a", vectors)
    again = build(tmp_path / "b", vectors, created_at=datetime(2027, 1, 1, tzinfo=UTC))

    assert first.artefact_name == again.artefact_name
    assert first.files == again.files
    assert first.created_at != again.created_at
    assert Manifest.read(tmp_path / "a") == first


def test_other_input_gives_another_artefact(
    build: Build, clustered: Clustered, tmp_path: Path
) -> None:
    vectors = clustered(50)

    names = {
        build(tmp_path / "a", vectors).artefact_name,
        build(tmp_path / "b", vectors[::-1].copy()).artefact_name,
        build(tmp_path / "c", vectors[:49]).artefact_name,
    }

    assert len(names) == 3


def test_the_manifest_tells_what_was_built(
    build: Build, clustered: Clustered, tmp_path: Path
) -> None:
    manifest = build(tmp_path, clustered(50))

    assert (manifest.passages, manifest.dimension, manifest.index_type) == (50, 32, "FLAT")
    assert set(manifest.libraries) == {"bm25s", "faiss-cpu", "numpy", "pystemmer"}
    on_disk = sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file())
    assert manifest.total_bytes == on_disk - (tmp_path / MANIFEST_FILE).stat().st_size


def test_progress_is_told_and_the_manifest_comes_last(
    clustered: Clustered, make_passages: MakePassages, tmp_path: Path
) -> None:
    seen: list[tuple[int, int, bool]] = []

    build_version(
        tmp_path,
        passages=iter(make_passages(30)),
        vectors=clustered(30),
        encoder_fingerprint="test",
        created_at=NOW,
        progress=lambda done, of: seen.append((done, of, (tmp_path / MANIFEST_FILE).exists())),
    )

    assert seen == [(1, 3, False), (2, 3, False), (3, 3, True)]


@pytest.mark.parametrize("n", [19, 21, 0])
def test_rows_that_do_not_match_are_refused(
    clustered: Clustered, make_passages: MakePassages, tmp_path: Path, n: int
) -> None:
    with pytest.raises(InvalidInput, match="20 vectors"):
        build_version(
            tmp_path,
            passages=make_passages(n),
            vectors=clustered(20),
            encoder_fingerprint="test",
            created_at=NOW,
        )
    assert not (tmp_path / MANIFEST_FILE).exists()


def test_an_empty_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="nothing to index"):
        build_version(
            tmp_path,
            passages=[],
            vectors=np.empty((0, 32), dtype=np.float32),
            encoder_fingerprint="test",
            created_at=NOW,
        )


@pytest.mark.parametrize("value", [0, 2, np.nan])
def test_vectors_of_another_length_than_one_are_refused(
    build: Build, clustered: Clustered, tmp_path: Path, value: float
) -> None:
    vectors = clustered(20)
    vectors[7] *= value

    with pytest.raises(InvalidInput, match="vector 7 is not of unit length"):
        build(tmp_path, vectors)
