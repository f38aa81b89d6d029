from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.indexing.index_type import (
    FLAT_UP_TO,
    HALF_PRECISION_UP_TO,
    IndexType,
    build_index,
    choose_type,
)
from domain.retrieval.vector_index import VECTORS_FILE, VectorIndex

Clustered = Callable[..., NDArray[np.float32]]
TYPES = [
    IndexType("FLAT", {}),
    IndexType("IVF_FP16", {"lists": 40, "probes": 12}),
    IndexType("IVF_SQ8", {"lists": 40, "probes": 12}),
]


@pytest.mark.parametrize(
    ("n", "name"),
    [
        (1, "FLAT"),
        (FLAT_UP_TO, "FLAT"),
        (FLAT_UP_TO + 1, "IVF_FP16"),
        (HALF_PRECISION_UP_TO + 1, "IVF_SQ8"),
    ],
)
def test_the_type_follows_size(n: int, name: str) -> None:
    kind = choose_type(n)

    assert kind.name == name
    assert 0 < kind.parameters.get("probes", 1) <= kind.parameters.get("lists", 1) < n + 1


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_an_index_reads_back_its_rows_and_finds_them(
    kind: IndexType, clustered: Clustered, tmp_path: Path
) -> None:
    vectors = clustered(2_000)
    faiss.write_index(build_index(kind, vectors), str(tmp_path / VECTORS_FILE))

    index = VectorIndex.open(tmp_path, kind.parameters.get("probes", 1))

    rows = np.array([1_999, 0, 77])
    assert len(index) == 2_000
    np.testing.assert_allclose(index.rows(rows), vectors[rows], atol=5e-3)
    assert (index.nearest(vectors, 1)[:, 0] == np.arange(2_000)).mean() > 0.99


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_the_same_vectors_give_the_same_bytes(
    kind: IndexType, clustered: Clustered, tmp_path: Path
) -> None:
    vectors = clustered(2_000)
    for name in ("a", "b"):
        faiss.write_index(build_index(kind, vectors.copy()), str(tmp_path / name))

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_few_neighbours_are_filled_up_with_nothing(clustered: Clustered, tmp_path: Path) -> None:
    vectors = clustered(3)
    faiss.write_index(build_index(TYPES[0], vectors), str(tmp_path / VECTORS_FILE))

    assert VectorIndex.open(tmp_path, 1).nearest(vectors[:1], 5)[0].tolist()[3:] == [-1, -1]


def test_an_index_of_distances_is_refused(clustered: Clustered, tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatL2(32), str(tmp_path / VECTORS_FILE))

    with pytest.raises(ValueError, match="inner product"):
        VectorIndex.open(tmp_path, 1)
