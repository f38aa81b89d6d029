from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.indexing.index_type import IndexType, build_index
from domain.indexing.manifest import Manifest, describe
from domain.indexing.verify import GateReport, verify
from domain.retrieval.vector_index import VECTORS_FILE

Clustered = Callable[..., NDArray[np.float32]]
Build = Callable[..., Manifest]


def _measured(report: GateReport) -> dict[str, float]:
    return {check.name: check.measured for check in report.checks}


def _failed(report: GateReport) -> set[str]:
    return {check.name for check in report.checks if not check.passed}


def _reindex(
    folder: Path, manifest: Manifest, kind: IndexType, vectors: NDArray[np.float32]
) -> None:
    """Put another vector index in the artefact's place, with an honest manifest."""
    faiss.write_index(build_index(kind, vectors), str(folder / VECTORS_FILE))
    replace(
        manifest,
        index_type=kind.name,
        parameters=kind.parameters,
        files={**manifest.files, VECTORS_FILE: describe(folder / VECTORS_FILE)},
    ).write(folder)


@pytest.mark.parametrize("n", [1, 2, 11, 500])
def test_a_sound_version_passes(build: Build, clustered: Clustered, tmp_path: Path, n: int) -> None:
    vectors = clustered(n)
    build(tmp_path, vectors)

    report = verify(tmp_path, vectors=vectors)

    assert report.passed
    measured = _measured(report)
    assert measured["self_retrieval"] == measured["recall_at_10"] == 1
    assert measured["rows"] == n
    assert [check.name for check in report.checks] == [
        "files",
        "rows",
        "self_retrieval",
        "recall_at_10",
        "search_ms_p95",
    ]
    assert json.loads(json.dumps(report.as_json()))["passed"] is True


def test_identical_texts_pass(build: Build, clustered: Clustered, tmp_path: Path) -> None:
    build(tmp_path, np.repeat(clustered(4), 20, axis=0))

    assert verify(tmp_path).passed


def test_the_same_version_is_measured_alike(
    build: Build, clustered: Clustered, tmp_path: Path
) -> None:
    build(tmp_path, clustered(300))

    first, second = _measured(verify(tmp_path)), _measured(verify(tmp_path))

    assert {**first, "search_ms_p95": 0} == {**second, "search_ms_p95": 0}


def test_a_changed_file_fails_with_its_name(
    build: Build, clustered: Clustered, tmp_path: Path
) -> None:
    build(tmp_path, clustered(30))
    with (tmp_path / VECTORS_FILE).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\xff")

    (check,) = verify(tmp_path).checks

    assert not check.passed
    assert VECTORS_FILE in check.detail


def test_too_few_probes_fail_recall(build: Build, clustered: Clustered, tmp_path: Path) -> None:
    vectors = clustered(2_000)
    manifest = build(tmp_path, vectors)
    _reindex(tmp_path, manifest, IndexType("IVF_FP16", {"lists": 60, "probes": 1}), vectors)

    report = verify(tmp_path)

    assert _failed(report) == {"recall_at_10"}
    assert 0.1 < _measured(report)["recall_at_10"] < 0.95


def test_rounded_vectors_are_held_against_the_true_ones(
    build: Build, clustered: Clustered, tmp_path: Path
) -> None:
    vectors = clustered(2_000)
    manifest = build(tmp_path, vectors)
    _reindex(tmp_path, manifest, IndexType("IVF_SQ8", {"lists": 20, "probes": 20}), vectors)

    report = verify(tmp_path, vectors=vectors)

    assert report.passed
    assert _measured(report)["recall_at_10"] < 1


def test_rows_in_another_order_fail(build: Build, clustered: Clustered, tmp_path: Path) -> None:
    vectors = clustered(200)
    manifest = build(tmp_path, vectors)
    _reindex(tmp_path, manifest, IndexType("FLAT", {}), vectors[::-1].copy())

    assert "self_retrieval" in _failed(verify(tmp_path, vectors=vectors))


def test_a_slow_search_fails(build: Build, clustered: Clustered, tmp_path: Path) -> None:
    build(tmp_path, clustered(200))

    assert _failed(verify(tmp_path, most_search_ms=0)) == {"search_ms_p95"}
