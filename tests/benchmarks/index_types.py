"""Kinds of vector index by size: time to build, time to search, and how many neighbours they find."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import faiss
import numpy as np
from numpy.typing import NDArray

from domain.indexing.index_type import (
    LISTS_PER_ROOT,
    PROBED_SHARE,
    IndexType,
    build_index,
    choose_type,
)
from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.vector_index import VECTORS_FILE, VectorIndex
from tests.benchmarks.corpora import Regulations
from tests.benchmarks.searching import embedded

SIZES = (1_000, 10_000, 100_000)
QUERIES = 300
NEIGHBOURS = 10
POOL = 100
COSINE = 0.8

Vectors = NDArray[np.float32]


def main(folder: Path) -> None:
    measure(embedded(Regulations(folder).passages, SentenceEncoder()))


def measure(real: Vectors) -> None:
    """Print a table. More vectors than are real are made by turning real ones to a cosine of 0.8."""
    faiss.omp_set_num_threads(1)  # a search has one thread of a pool
    print("| vectors | index | built in | size | search p50 | p95 | recall@10 |")
    print("|---:|---|---:|---:|---:|---:|---:|")
    rng = np.random.default_rng(1)
    for n in SIZES:
        vectors = _turned(real[rng.integers(len(real), size=n)], rng) if n > len(real) else real[:n]
        queries = _turned(vectors[rng.integers(n, size=QUERIES)], rng)
        exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :NEIGHBOURS]
        for kind in _kinds(n):
            _row(n, kind, vectors, queries, exact)


def _kinds(n: int) -> Iterator[IndexType]:
    yield IndexType("FLAT", {})
    lists = round(LISTS_PER_ROOT * sqrt(n))
    for name in ("IVF_FP16", "IVF_SQ8"):
        yield IndexType(name, {"lists": lists, "probes": ceil(lists * PROBED_SHARE)})


def _row(
    n: int, kind: IndexType, vectors: Vectors, queries: Vectors, exact: NDArray[np.int64]
) -> None:
    start = perf_counter()
    index = build_index(kind, np.ascontiguousarray(vectors))
    built = perf_counter() - start
    with TemporaryDirectory() as place:
        folder = Path(place)
        faiss.write_index(index, str(folder / VECTORS_FILE))
        size = (folder / VECTORS_FILE).stat().st_size
        opened = VectorIndex.open(folder, kind.parameters.get("probes", 1))
        opened.nearest(queries[:20], POOL)  # what is mapped is read
        times, hits = [], 0
        for query, best in zip(queries, exact, strict=True):
            start = perf_counter()
            found = opened.nearest(query[None, :], POOL)[0]
            times.append(1000 * (perf_counter() - start))
            hits += len(set(found[:NEIGHBOURS].tolist()) & set(best.tolist()))
    p50, p95 = np.percentile(times, (50, 95))
    chosen = "**" if choose_type(n).name == kind.name else ""
    print(
        f"| {n:,} | {chosen}{kind.name}{chosen} | {built:.2f} s | {size / 1e6:.1f} MB | "
        f"{p50:.2f} ms | {p95:.2f} ms | {hits / (NEIGHBOURS * len(queries)):.3f} |"
    )


def _turned(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    noise = rng.standard_normal(vectors.shape).astype(np.float32)
    noise -= np.einsum("nd,nd->n", noise, vectors)[:, None] * vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    turned: Vectors = COSINE * vectors + float(np.sqrt(1 - COSINE**2)) * noise
    return turned
