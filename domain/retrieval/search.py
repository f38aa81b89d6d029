"""Finding passages by meaning and by words, in the shared index and among an owner's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.retrieval.candidates import Candidates
from domain.retrieval.exact import PrivatePassages
from domain.retrieval.fusion import DEFAULT_WEIGHTS, Weights, best, fuse
from domain.retrieval.lexical import TermStatistics
from domain.retrieval.passage import Passage
from domain.retrieval.snapshot import IndexSnapshot

POOL = 100
"""Candidates taken by meaning, and as many by words, before they are weighed against each other."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and why.

    `score` is `vector_part` + `lexical_part`, from 0 to 1, and compares hits of one search only;
    `vector_score` is the cosine to the query and `lexical_score` the BM25 score, which mean the
    same in every search of an index version.
    """

    passage: Passage
    score: float
    vector_score: float
    lexical_score: float
    vector_part: float
    lexical_part: float


def search(
    snapshot: IndexSnapshot | None,
    private: PrivatePassages | None,
    query: str,
    vector: Vector,
    *,
    k: int,
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Hit]:
    """Return up to `k` passages, best first, no text twice.

    `vector` is the query's unit vector (d,).
    """
    size = max(POOL, 2 * k)
    while True:
        hits = _rank(list(_candidates(snapshot, private, query, vector, size)), k, weights)
        if len(hits) >= k or size >= max(len(snapshot or ()), len(private or ())):
            return hits
        size *= 4


def _candidates(
    snapshot: IndexSnapshot | None,
    private: PrivatePassages | None,
    query: str,
    vector: Vector,
    size: int,
) -> Iterator[Candidates]:
    if snapshot is not None:
        yield snapshot.candidates(query, vector, size)
    if private:
        known = TermStatistics.unknown(query) if snapshot is None else snapshot.statistics(query)
        yield private.candidates(vector, known, size)


def _rank(found: Sequence[Candidates], k: int, weights: Weights) -> list[Hit]:
    if not found:
        return []
    cosines = np.concatenate([part.cosines for part in found])
    lexical = np.concatenate([part.lexical for part in found])
    hashes = [text for part in found for text in part.text_hashes()]
    places = [(part.read, row) for part in found for row in part.rows.tolist()]
    fused = fuse(cosines, lexical, weights)
    scores = fused.scores
    hits = []
    for i in best(scores, hashes, k):
        read, row = places[i]
        hits.append(
            Hit(
                passage=read(row),
                score=float(scores[i]),
                vector_score=float(cosines[i]),
                lexical_score=float(lexical[i]),
                vector_part=float(fused.vector_parts[i]),
                lexical_part=float(fused.lexical_parts[i]),
            )
        )
    return hits
