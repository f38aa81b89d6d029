"""How near a question is to each topic, by meaning."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.advice.grounding.numbers import claims
from domain.advice.topics.catalogue import ASKS, OTHER_ASKS
from domain.advice.topics.finding import Topic
from domain.ports import TextEncoder
from domain.retrieval.lexical import content_words

_UNITS = re.compile(
    r"\b(?:months?|mos?|years?|yrs?|k|grand|dollars?|bucks|percent|over)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relevance:
    """The cosine of a question to the nearest of each topic's example questions.

    `other` is the cosine to the nearest question that no topic answers.
    """

    topics: Mapping[Topic, float]
    other: float

    def between(self, other: Relevance) -> Relevance:
        """The middle of two relevances, topic by topic."""
        topics = {
            topic: (cosine + other.topics[topic]) / 2 for topic, cosine in self.topics.items()
        }
        return Relevance(topics, (self.other + other.other) / 2)

    def nearer(self, than: Relevance) -> Relevance:
        """Of two relevances the nearer one, topic by topic."""
        topics = {topic: max(cosine, than.topics[topic]) for topic, cosine in self.topics.items()}
        return Relevance(topics, max(self.other, than.other))


def without_numbers(text: str) -> str:
    """Return a text without its numbers, which say how much it is about and not what.

    "Should I pay points on a 30-year $300,000 loan at 6.75%?" is as near to prepayment as to points
    until they are gone.
    """
    kept, end = "", 0
    for claim in claims(text):
        kept += text[end : claim.start]
        end = claim.end
    return " ".join((kept + text[end:]).split())


def is_bare(question: str) -> bool:
    """Whether a question says figures and nothing besides: "25k for 72 months"."""
    return without_numbers(question) != question and not content_words(
        _UNITS.sub(" ", without_numbers(question))
    )


class TopicIndex:
    """The topics' example questions as vectors, encoded at the first question."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._vectors: NDArray[np.float32] | None = None
        self._encoding = asyncio.Lock()

    async def relevance(self, question: NDArray[np.float32]) -> Relevance:
        """Compare a question's unit vector (d,) with every topic."""
        cosines = (await self._examples()) @ question
        nearest = {}
        start = 0
        for topic, asks in ASKS.items():
            nearest[topic] = float(cosines[start : start + len(asks)].max())
            start += len(asks)
        return Relevance(nearest, other=float(cosines[start:].max()))

    async def _examples(self) -> NDArray[np.float32]:
        async with self._encoding:
            if self._vectors is None:
                asks = [ask for asks in ASKS.values() for ask in asks]
                self._vectors = await self._encoder.encode([*asks, *OTHER_ASKS])
        return self._vectors
