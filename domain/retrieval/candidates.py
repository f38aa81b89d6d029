"""What each place that is searched hands to the fusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.retrieval.passage import Passage

KEY_BYTES = 16 + 16 + 32


def key_of(passage: Passage) -> bytes:
    """Return what tells a passage apart, 64 bytes: its id, its document's id, its text's hash."""
    return passage.id.bytes + passage.document_id.bytes + passage.text_hash


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of one place that may answer a query.

    `rows`, `cosines` and `lexical` (BM25) are of shape (n,), `keys` (see `key_of`) of (n, 64);
    `read` returns the passage of a row.
    """

    rows: NDArray[np.int64]
    cosines: NDArray[np.float32]
    lexical: NDArray[np.float32]
    keys: NDArray[np.uint8]
    read: Callable[[int], Passage]

    def text_hashes(self) -> list[bytes]:
        """Return the hash of each candidate's text."""
        return _column(self.keys, 32, KEY_BYTES)


def top_rows(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Return the rows of the `k` highest scores above 0, best first, ties in their order.

    Lowers a threshold until enough rows are above it, then sorts those: numpy's own selection
    takes a hundred times as long on scores of which most are 0.
    """
    highest = float(scores.max(initial=0))
    threshold = 0.7 * highest
    while np.count_nonzero(scores > threshold) < k:
        threshold = 0.7 * threshold if threshold > 0.01 * highest else 0.0
        if threshold == 0:
            break
    rows = np.flatnonzero(scores > threshold)
    return rows[np.argsort(-scores[rows], kind="stable")[:k]]


def _column(keys: NDArray[np.uint8], start: int, end: int) -> list[bytes]:
    return [row.tobytes() for row in keys[:, start:end]]
