"""Vectors put where embedding would put them, for tests of so many that computing them takes too long."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.batches import in_batches
from domain.retrieval.passage import text_hash
from tests.faults.site import Site

DIMENSION = 384
CENTRES = 1_000
COSINE = 0.8
AT_ONCE = 5_000


async def store_vectors(site: Site, texts: Sequence[str]) -> None:
    """Store a made-up unit vector for each text; a job that brings the texts then embeds none of them.

    They lie around 1,000 random directions, each at a cosine of 0.8 to its own: lists that an index sorts
    them into mean something, which they would not if all directions were random.
    """
    rng = np.random.default_rng(1)
    async with site.resources.unit_of_work() as work:
        fingerprint = await work.embeddings.encoder_in_use()
        assert fingerprint is not None
        centres = _unit(rng.standard_normal((CENTRES, DIMENSION)))
        for batch in in_batches(texts, AT_ONCE):
            near = centres[rng.integers(CENTRES, size=len(batch))]
            away = _unit(rng.standard_normal(near.shape))
            vectors = _unit(COSINE * near + np.sqrt(1 - COSINE**2) * away).astype(np.float32)
            await work.embeddings.store(fingerprint, [text_hash(text) for text in batch], vectors)
        await work.commit()


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    unit: NDArray[np.float64] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
