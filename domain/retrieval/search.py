"""Finding passages by meaning and by words, in the shared index and among an owner's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True)
class _Pool:
    """Candidates of one search: who they are, how they score, and how to read one."""

    ids: Sequence[tuple[UUID, UUID]]
    hashes: Sequence[bytes]
    cosines: Vector
    lexical: Vector
    readers: Sequence[Callable[[], Passage]]

    def __add__(self, other: _Pool) -> _Pool:
        return _Pool(
            [*self.ids, *other.ids],
            [*self.hashes, *other.hashes],
            np.concatenate((self.cosines, other.cosines)),
            np.concatenate((self.lexical, other.lexical)),
            [*self.readers, *other.readers],
        )

    def without(self, exclude: frozenset[UUID]) -> _Pool:
        kept = [i for i, ids in enumerate(self.ids) if exclude.isdisjoint(ids)]
        return _Pool(
            [self.ids[i] for i in kept],
            [self.hashes[i] for i in kept],
            self.cosines[kept],
            self.lexical[kept],
            [self.readers[i] for i in kept],
        )


def search(
    snapshot: IndexSnapshot | None,
    private: PrivatePassages | None,
    query: str,
    vector: Vector,
    *,
    k: int,
    exclude: frozenset[UUID] = frozenset(),
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Hit]:
    """Return up to `k` passages, best first, no text twice.

    `vector` is the query's unit vector (d,). `exclude` names passages or whole documents that
    must not be found, such as those removed since the index was built; others take their place.
    """
    everything = max(
        0 if snapshot is None else len(snapshot), 0 if private is None else len(private.passages)
    )
    size = max(POOL, 2 * k)
    while True:
        pool = _pool(snapshot, private, query, vector, size)
        hits = _rank(pool.without(exclude) if exclude else pool, k, weights)
        if len(hits) >= k or size >= everything:
            return hits
        size *= 4


def _pool(
    snapshot: IndexSnapshot | None,
    private: PrivatePassages | None,
    query: str,
    vector: Vector,
    size: int,
) -> _Pool:
    nothing = np.empty(0, dtype=np.float32)
    pool = _Pool((), (), nothing, nothing, ())
    if snapshot is not None:
        pool += _shared(snapshot, query, vector, size)
    if private is not None:
        known = TermStatistics.unknown(query) if snapshot is None else snapshot.statistics(query)
        pool += _own(private, vector, known, size)
    return pool


def _shared(snapshot: IndexSnapshot, query: str, vector: Vector, size: int) -> _Pool:
    found = snapshot.candidates(query, vector, size)
    rows = found.rows.tolist()
    table = snapshot.passages
    return _Pool(
        [table.ids(row) for row in rows],
        [table.text_hash(row) for row in rows],
        found.cosines,
        found.lexical,
        [partial(table.__getitem__, row) for row in rows],
    )


def _own(private: PrivatePassages, vector: Vector, known: TermStatistics, size: int) -> _Pool:
    found = private.candidates(vector, known, size)
    passages = [private.passages[row] for row in found.rows.tolist()]
    return _Pool(
        [(passage.id, passage.document_id) for passage in passages],
        [passage.text_hash for passage in passages],
        found.cosines,
        found.lexical,
        [partial(_same, passage) for passage in passages],
    )


def _same(passage: Passage) -> Passage:
    return passage


def _rank(pool: _Pool, k: int, weights: Weights) -> list[Hit]:
    fused = fuse(pool.cosines, pool.lexical, weights)
    return [
        Hit(
            passage=pool.readers[i](),
            score=float(fused.scores[i]),
            vector_score=float(pool.cosines[i]),
            lexical_score=float(pool.lexical[i]),
            vector_part=float(fused.vector_parts[i]),
            lexical_part=float(fused.lexical_parts[i]),
        )
        for i in best(fused.scores, pool.hashes, k)
    ]
