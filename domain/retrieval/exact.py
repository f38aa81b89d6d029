"""An owner's private passages, compared one by one beside the shared index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.retrieval.candidates import KEY_BYTES, Candidates, key_of
from domain.retrieval.lexical import TermStatistics, lexical_text
from domain.retrieval.passage import Passage


@dataclass(frozen=True, slots=True)
class PrivatePassages:
    """One owner's passages and their unit vectors (n, d), row by row the same."""

    passages: Sequence[Passage]
    vectors: NDArray[np.float32]

    def candidates(
        self, vector: NDArray[np.float32], statistics: TermStatistics, pool: int
    ) -> Candidates:
        """Return the `pool` nearest rows with their cosines and BM25 scores.

        Every vector is compared, so none is missed. Words are weighed by public text only: what
        one owner keeps says nothing about, and changes nothing for, another.
        """
        cosines = self.vectors @ vector
        rows = np.argsort(-cosines, kind="stable")[:pool]
        nearest = [self.passages[row] for row in rows.tolist()]
        keys = np.frombuffer(b"".join(map(key_of, nearest)), dtype=np.uint8)
        return Candidates(
            rows,
            cosines[rows],
            statistics.score([lexical_text(passage) for passage in nearest]),
            keys.reshape(-1, KEY_BYTES),
            self.passages.__getitem__,
        )

    def __len__(self) -> int:
        return len(self.passages)
