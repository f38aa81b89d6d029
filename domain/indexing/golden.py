"""Golden questions: what answers them is known, so that every new index version can be asked them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import log2
from typing import Protocol
from uuid import UUID

from domain.advice.advice import Advice
from domain.paging import Page, PageRequest
from domain.retrieval.abbreviations import spelled_out
from domain.retrieval.passage import Passage, text_hash

FIRST = 10
"""How far down the results count."""


class GoldenSource(StrEnum):
    """Where a golden question comes from."""

    SEED = "SEED"
    RATED = "RATED"
    OPERATOR = "OPERATOR"


@dataclass(frozen=True, slots=True)
class GoldenDraft:
    """A question and its targets: references of documents, and hashes of passages' texts, that answer it.

    `advice_id` is the answer that it grew from, if it did.
    """

    question: str
    references: tuple[str, ...]
    text_hashes: tuple[bytes, ...]
    source: GoldenSource
    added_by: UUID | None = None
    advice_id: UUID | None = None

    @property
    def searched_for(self) -> str:
        """What is looked for when it is asked: as in every search, abbreviations are spelled out."""
        return spelled_out(self.question)

    @property
    def vector_key(self) -> bytes:
        """What its vector is kept under: the hash of what is searched for."""
        return text_hash(self.searched_for)

    @property
    def targets(self) -> frozenset[str | bytes]:
        """All that answers it."""
        return frozenset((*self.references, *self.text_hashes))

    def hits(self, passages: Iterable[Passage]) -> list[bool]:
        """Whether each passage, in its order, is the first to reach a target that none before it reached."""
        left = set(self.targets)
        found = []
        for passage in passages:
            reached = left & {passage.reference, passage.text_hash}
            left -= reached
            found.append(bool(reached))
        return found


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A golden question as it is kept."""

    id: UUID
    draft: GoldenDraft
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """How well a version answered: means over the questions, from 0 to 1."""

    questions: int
    hit_rate: float
    ndcg: float


def marks(results: Sequence[tuple[GoldenDraft, Sequence[Passage]]]) -> Marks:
    """Return the marks for what was found for each question, best first.

    A question is hit if a target is among the first ten; nDCG@10 has binary relevance, each target
    counting once: 1 if all that can stand among the first ten stands first.
    """
    n = len(results)
    hit, gain = 0, 0.0
    for question, found in results:
        reached = question.hits(found[:FIRST])
        hit += any(reached)
        ideal = sum(1 / log2(rank + 2) for rank in range(min(len(question.targets), FIRST)))
        gain += sum(1 / log2(rank + 2) for rank, each in enumerate(reached) if each) / ideal
    return Marks(n, hit / n, gain / n)


class GoldenRepository(Protocol):
    """The set of golden questions."""

    async def add(self, drafts: Sequence[GoldenDraft]) -> list[GoldenQuestion]:
        """Keep those whose question is new and return them."""

    async def get(self, question_id: UUID) -> GoldenQuestion | None:
        """Return a question."""

    async def by_question(self, question: str) -> GoldenQuestion | None:
        """Return a question by its words."""

    async def page(self, request: PageRequest) -> Page[GoldenQuestion]:
        """Return questions, newest first."""

    async def remove(self, question_id: UUID) -> bool:
        """Delete a question; whether it was there."""

    async def drafts(self) -> list[GoldenDraft]:
        """Return all questions, oldest first."""

    async def known(
        self, references: Collection[str], text_hashes: Collection[bytes]
    ) -> set[str | bytes]:
        """Return which of these public documents have that are neither removed nor replaced."""

    async def helpful_answers(self, limit: int) -> list[Advice]:
        """Return answers that their askers found helpful and that no question grew from yet, newest first."""
