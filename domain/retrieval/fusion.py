"""Weighing two opinions of a passage, by meaning and by words, in one score.

With all-MiniLM-L6-v2, nDCG@10 on 90 questions to regulations is 0.378 by vectors alone, 0.236 by BM25
alone and 0.394 with 0.7 of vectors; on TAT-QA (dev, 901 questions) 0.475, 0.507 and 0.526. More of
vectors serves the first set, more of BM25 the second; 0.7 has the highest sum of those that were
measured (docs/retrieval.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each opinion counts; the two add up to 1."""

    vectors: float = 0.7
    lexical: float = 0.3

    def __post_init__(self) -> None:
        if min(self.vectors, self.lexical) < 0 or abs(self.vectors + self.lexical - 1) > 1e-6:
            raise ValueError("weights are not negative and add up to 1")


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Fused:
    """Each candidate's two weighted parts; their sum, from 0 to 1, is its score."""

    vector_parts: Scores
    lexical_parts: Scores

    @property
    def scores(self) -> Scores:
        """The candidates' scores."""
        return self.vector_parts + self.lexical_parts


def fuse(cosines: Scores, lexical: Scores, weights: Weights) -> Fused:
    """Combine the candidates' cosines and BM25 scores, both of shape (n,), row by row the same."""
    return Fused(
        np.float32(weights.vectors) * normalised(cosines),
        np.float32(weights.lexical) * normalised(lexical),
    )


def normalised(scores: Scores) -> Scores:
    """Map the lowest score to 0 and the highest to 1; if all are equal, all to 1, or 0 if not positive."""
    if len(scores) == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high == low:
        return np.full_like(scores, high > 0)
    mapped: Scores = (scores - np.float32(low)) / np.float32(high - low)
    return mapped


def best(scores: Scores, hashes: Sequence[bytes], k: int) -> list[int]:
    """Return up to `k` candidates, best first, of each text only the best; ties keep their order."""
    chosen: dict[bytes, int] = {}
    for candidate in np.argsort(-scores, kind="stable").tolist():
        chosen.setdefault(hashes[candidate], candidate)
        if len(chosen) == k:
            break
    return list(chosen.values())
