"""Reading an opened version's files into memory by searching it, before people's searches need them."""

from __future__ import annotations

import numpy as np

from domain.retrieval.search import search
from domain.retrieval.snapshot import IndexSnapshot

SEARCHES = 16
WORDS = 12


def warm(snapshot: IndexSnapshot) -> None:
    """Search for passages from all over the version. Takes some milliseconds each; call it in a thread."""
    rows = np.unique(np.linspace(0, len(snapshot) - 1, SEARCHES).astype(np.int64))
    for row, vector in zip(rows.tolist(), snapshot.vectors.rows(rows), strict=True):
        words = " ".join(snapshot.passages[row].text.split()[:WORDS])
        search(snapshot, None, words, vector, k=10)
