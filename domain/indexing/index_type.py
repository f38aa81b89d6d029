"""Choosing how vectors are indexed by how many there are, and building that index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FLAT_UP_TO = 20_000
FULL_PRECISION_UP_TO = 250_000
LISTS_PER_ROOT = 2.0
PROBED_SHARE = 1 / 16
POINTS_PER_LIST = 40
TRAINING_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class IndexType:
    """A kind of index and the parameters that it is built and searched with."""

    name: str
    parameters: Mapping[str, int]


def choose_type(n: int) -> IndexType:
    """Return the kind of index for `n` vectors."""
    if n <= FLAT_UP_TO:
        return IndexType("FLAT", {})
    lists = round(LISTS_PER_ROOT * sqrt(n))
    name = "IVF_FLAT" if n <= FULL_PRECISION_UP_TO else "IVF_SQ8"
    return IndexType(name, {"lists": lists, "probes": ceil(lists * PROBED_SHARE)})


def build_index(kind: IndexType, vectors: NDArray[np.float32]) -> Any:
    """Return a faiss index of the vectors (n, d) by inner product, rows in their order.

    The same vectors give the same index: faiss seeds its clustering itself.
    """
    d = vectors.shape[1]
    if kind.name == "FLAT":
        index = faiss.IndexFlatIP(d)
        index.add(vectors)
        return index
    index = _inverted(kind, d)
    index.cp.niter = TRAINING_ROUNDS
    index.cp.max_points_per_centroid = POINTS_PER_LIST
    index.train(vectors)
    index.add(vectors)
    index.make_direct_map()  # so that a row's own vector can be read back
    return index


def _inverted(kind: IndexType, d: int) -> Any:
    lists = kind.parameters["lists"]
    metric = faiss.METRIC_INNER_PRODUCT
    coarse = faiss.IndexFlatIP(d)
    if kind.name == "IVF_FLAT":
        return faiss.IndexIVFFlat(coarse, d, lists, metric)
    eight_bits = faiss.ScalarQuantizer.QT_8bit
    return faiss.IndexIVFScalarQuantizer(coarse, d, lists, eight_bits, metric)
