"""The gate: what an index version must prove before it may serve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.errors import CorruptArtefact
from domain.indexing.manifest import check_artefact
from domain.retrieval.search import search
from domain.retrieval.snapshot import IndexSnapshot

SAMPLE = 200
NEIGHBOURS = 10
QUERY_COSINE = 0.8
TIE = 1e-4
LEAST_RECALL = 0.95
LEAST_SELF_RETRIEVAL = 0.99
MOST_SEARCH_MS = 100.0
SEED = 20_240_601
BLOCK = 16_384

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Check:
    """One proof: what was measured, and the threshold it was held against."""

    name: str
    passed: bool
    measured: float
    threshold: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GateReport:
    """All checks of one version; it passes if each of them does."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the version may serve."""
        return all(check.passed for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {"passed": self.passed, "checks": [asdict(check) for check in self.checks]}


def verify(
    directory: Path,
    *,
    vectors: Vectors | None = None,
    most_search_ms: float = MOST_SEARCH_MS,
) -> GateReport:
    """Prove a built version on a fixed sample of up to 200 of its passages.

    Checks, in order: every file's checksum; equal row counts; each sampled passage is the nearest
    to its own vector (or ties with a text alike); of the ten nearest to a query that an exact scan
    finds, at least 95 % are found; the 95th percentile of a hybrid search's time in milliseconds.
    Queries are sampled vectors turned at random to a cosine of 0.8. `vectors` are those the
    version was built from; without them an index that rounds its vectors is compared with its own.
    """
    try:
        check_artefact(directory)
        snapshot = IndexSnapshot.open(directory, version_id=UUID(int=0), number=0)
    except CorruptArtefact as error:
        return GateReport((Check("files", False, 0, 1, error.reason),))
    manifest = snapshot.manifest
    rng = np.random.default_rng(SEED)
    sample = np.sort(rng.choice(len(snapshot), min(SAMPLE, len(snapshot)), replace=False))
    own = snapshot.vectors.rows(sample) if vectors is None else np.asarray(vectors[sample])
    queries = _turned(own, rng)
    recall = _recall(snapshot, queries, vectors)
    found = _self_retrieval(snapshot, sample, own)
    slow = _search_ms(snapshot, sample, queries)
    return GateReport(
        (
            Check("files", True, 1, 1),
            Check("rows", len(snapshot) == manifest.passages, len(snapshot), manifest.passages),
            Check("self_retrieval", found >= LEAST_SELF_RETRIEVAL, found, LEAST_SELF_RETRIEVAL),
            Check("recall_at_10", recall >= LEAST_RECALL, recall, LEAST_RECALL),
            Check("search_ms_p95", slow <= most_search_ms, slow, most_search_ms),
        )
    )


def _turned(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    """Return unit vectors at a cosine of 0.8 to these, each in a random direction."""
    noise = rng.standard_normal(vectors.shape).astype(np.float32)
    noise -= np.einsum("nd,nd->n", noise, vectors)[:, None] * vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    turned: Vectors = QUERY_COSINE * vectors + float(np.sqrt(1 - QUERY_COSINE**2)) * noise
    return turned


def _self_retrieval(snapshot: IndexSnapshot, sample: NDArray[np.int64], own: Vectors) -> float:
    top = snapshot.vectors.nearest(own, 1)[:, 0]
    best = np.einsum("nd,nd->n", snapshot.vectors.rows(top), own)
    self_ = np.einsum("nd,nd->n", snapshot.vectors.rows(sample), own)
    return float(np.mean((top == sample) | (best - self_ <= TIE)))


def _recall(snapshot: IndexSnapshot, queries: Vectors, vectors: Vectors | None) -> float:
    """Return the share of found neighbours that are as near as the true tenth, ties counted."""
    k = min(NEIGHBOURS, len(snapshot))
    exact = _block_reader(snapshot, vectors)
    tenth = _kth_best(queries, exact, len(snapshot), k)
    found = snapshot.vectors.nearest(queries, k)
    hits = 0
    for query, rows, least in zip(queries, found, tenth, strict=True):
        hits += int((exact(rows[rows >= 0]) @ query >= least - TIE).sum())
    return hits / (k * len(queries))


def _kth_best(
    queries: Vectors, exact: Callable[[NDArray[np.int64]], Vectors], n: int, k: int
) -> Vectors:
    best = np.full((len(queries), k), -np.inf, dtype=np.float32)
    for start in range(0, n, BLOCK):
        scores = queries @ exact(np.arange(start, min(start + BLOCK, n))).T
        best = np.partition(np.hstack((best, scores)), -k, axis=1)[:, -k:]
    worst: Vectors = best.min(axis=1)
    return worst


def _block_reader(
    snapshot: IndexSnapshot, vectors: Vectors | None
) -> Callable[[NDArray[np.int64]], Vectors]:
    if vectors is None:
        return snapshot.vectors.rows
    return lambda rows: np.asarray(vectors[rows])


def _search_ms(snapshot: IndexSnapshot, sample: NDArray[np.int64], queries: Vectors) -> float:
    times = []
    for row, query in zip(sample.tolist(), queries, strict=True):
        words = " ".join(snapshot.passages[row].text.split()[:12])
        start = perf_counter()
        search(snapshot, None, words, query, k=NEIGHBOURS)
        times.append(1000 * (perf_counter() - start))
    return float(np.percentile(times, 95))
