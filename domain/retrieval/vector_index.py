"""The vectors of an index version: nearest rows by inner product, and any row's own product."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

VECTORS_FILE = "vectors.faiss"


class VectorIndex:
    """A faiss index opened memory-mapped. Immutable and safe to share between threads.

    Search parameters travel with each call; nothing is ever set on the index itself.
    """

    def __init__(self, index: Any, probes: int) -> None:
        self._index = index
        self._parameters: Any = None
        if isinstance(index, faiss.IndexIVF):
            # faiss's own stub does not know the field.
            self._parameters = faiss.SearchParametersIVF(nprobe=probes)  # type: ignore[call-arg]
        self.dimension: int = index.d

    @classmethod
    def open(cls, directory: Path, probes: int) -> VectorIndex:
        """Open the directory's vectors; `probes` is how many lists a search of an IVF reads.

        Raises `ValueError` if faiss cannot read them.
        """
        try:
            index = faiss.read_index(str(directory / VECTORS_FILE), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise ValueError("faiss cannot read the vectors") from error
        if index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise ValueError("the vectors are not indexed by inner product")
        return cls(index, probes)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(self, vectors: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """Return the rows nearest to each vector (n, d), best first: shape (n, k), -1 where none is left."""
        _, rows = self._index.search(np.ascontiguousarray(vectors), k, params=self._parameters)
        found: NDArray[np.int64] = rows
        return found

    def rows(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of these rows as the index holds them, shape (len(rows), d)."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(rows)
        return vectors
