"""How near each sentence of the found passages is to a question, by meaning."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from uuid import UUID

import numpy as np

from domain.advice.writing.excerpt import sentences_of
from domain.ports import TextEncoder
from domain.retrieval.passage import Passage
from domain.retrieval.search import Vector

Nearness = Mapping[UUID, tuple[float, ...]]
"""By passage, the cosine of the question to each of its first sentences, in their order."""

MOST_SENTENCES = 12
"""Sentences of one passage that are compared; a section of an article has about three."""

KEPT = 16_384
"""Sentence vectors kept, of 1.5 kB each: those of the shipped articles are some 2,600."""


class SentenceIndex:
    """Sentences as vectors, kept from question to question, for the same passages are found again and again.

    Make it and use it on one event loop.
    """

    def __init__(self, encoder: TextEncoder, *, kept: int = KEPT) -> None:
        self._encoder = encoder
        self._most = kept
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    async def near(self, question: Vector, passages: Iterable[Passage]) -> Nearness:
        """Compare a question's unit vector (d,) with the first twelve sentences of each passage."""
        found = {each.id: sentences_of(each.text)[:MOST_SENTENCES] for each in passages}
        vectors = await self._of({one: None for several in found.values() for one in several})
        return {
            passage: tuple(float(vectors[one] @ question) for one in several)
            for passage, several in found.items()
        }

    async def _of(self, sentences: Iterable[str]) -> dict[str, Vector]:
        """Return the vector of each sentence; only those that are not kept are encoded, in one call."""
        vectors = {one: self._vectors.get(one) for one in sentences}
        new = [one for one, vector in vectors.items() if vector is None]
        if new:
            vectors |= dict(zip(new, np.array(await self._encoder.encode(new)), strict=True))
        found = {one: vector for one, vector in vectors.items() if vector is not None}
        self._keep(found)
        return found

    def _keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keep what was used last; what was not used for longest goes."""
        for one, vector in vectors.items():
            self._vectors[one] = vector
            self._vectors.move_to_end(one)
        while len(self._vectors) > self._most:
            self._vectors.popitem(last=False)
