"""Passages indexed and asked as a server does it, in a folder that goes away again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.indexing.build import build_version
from domain.retrieval.abbreviations import spelled_out
from domain.retrieval.encoder import Encoder
from domain.retrieval.fusion import DEFAULT_WEIGHTS, Weights
from domain.retrieval.passage import Passage
from domain.retrieval.search import Hit, search
from domain.retrieval.snapshot import IndexSnapshot

Vectors = NDArray[np.float32]


def indexed(passages: Sequence[Passage], vectors: Vectors, folder: Path) -> IndexSnapshot:
    folder.mkdir()
    build_version(
        folder,
        passages=passages,
        vectors=vectors,
        encoder_fingerprint="measured",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return IndexSnapshot.open(folder, version_id=UUID(int=1), number=1)


def embedded(passages: Sequence[Passage], encoder: Encoder) -> Vectors:
    return encoder.encode([passage.embedded_text for passage in passages])


@dataclass(frozen=True)
class Asked:
    """Questions as they are searched for: abbreviations spelled out, and their vectors."""

    queries: Sequence[str]
    vectors: Vectors

    @classmethod
    def of(cls, questions: Iterable[str], encoder: Encoder) -> Asked:
        queries = [spelled_out(question) for question in questions]
        return cls(queries, encoder.encode(queries))

    def hits(
        self, snapshot: IndexSnapshot, k: int, weights: Weights = DEFAULT_WEIGHTS
    ) -> list[list[Hit]]:
        return [
            search(snapshot, None, query, vector, k=k, weights=weights)
            for query, vector in zip(self.queries, self.vectors, strict=True)
        ]


def ndcg(hits: Sequence[Hit], relevant: frozenset[str], k: int = 10) -> float:
    """nDCG@k with binary relevance: 1 if all that can stand among the first k stands first."""
    ideal = _gain([True] * min(len(relevant), k))
    return _gain(hit.passage.text in relevant for hit in hits[:k]) / ideal


def _gain(relevant: Iterable[bool]) -> float:
    return sum(1 / log2(rank + 2) for rank, is_relevant in enumerate(relevant) if is_relevant)
