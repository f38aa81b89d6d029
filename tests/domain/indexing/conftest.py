from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.indexing.build import build_version
from domain.indexing.manifest import Manifest
from domain.retrieval.passage import Passage, text_hash

MakePassages = Callable[[int], list[Passage]]
Clustered = Callable[..., NDArray[np.float32]]
Build = Callable[..., Manifest]


@pytest.fixture
def make_passages() -> MakePassages:
    def make(n: int) -> list[Passage]:
        texts = [
            f"Section {i} of part {i % 7}: a creditor shall keep record {i}." for i in range(n)
        ]
        return [
            Passage(
                id=uuid5(NAMESPACE_URL, f"p{i}"),
                document_id=uuid5(NAMESPACE_URL, f"d{i}"),
                ordinal=0,
                reference=f"12 CFR 1002-{i}",
                title="Records",
                heading_path=(),
                text=text,
                text_hash=text_hash(text),
                source="",
                effective_date=None,
            )
            for i, text in enumerate(texts)
        ]

    return make


@pytest.fixture
def clustered() -> Clustered:
    """Make unit vectors in clusters, as those of texts are."""

    def make(n: int, d: int = 32, seed: int = 5) -> NDArray[np.float32]:
        rng = np.random.default_rng(seed)
        centres = rng.standard_normal((max(n // 50, 2), d))
        vectors = centres[rng.integers(len(centres), size=n)] + 0.7 * rng.standard_normal((n, d))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors.astype(np.float32)

    return make


@pytest.fixture
def build(make_passages: MakePassages) -> Build:
    def build(
        folder: Path,
        vectors: NDArray[np.float32],
        created_at: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    ) -> Manifest:
        folder.mkdir(exist_ok=True)
        return build_version(
            folder,
            passages=make_passages(len(vectors)),
            vectors=vectors,
            encoder_fingerprint="test",
            created_at=created_at,
        )

    return build
