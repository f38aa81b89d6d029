"""The golden questions as part of the gate: a new version may not answer them worse than the active one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.indexing.golden import FIRST, GoldenDraft, Marks, marks
from domain.indexing.verify import Check
from domain.retrieval.passage import Passage
from domain.retrieval.search import POOL, search
from domain.retrieval.snapshot import IndexSnapshot

MOST_BELOW = 0.03
LOST_SHOWN = 5

Vectors = Mapping[bytes, NDArray[np.float32]]
Found = list[tuple[GoldenDraft, list[Passage]]]


@dataclass(frozen=True, slots=True)
class Exam:
    """The questions, their vectors for the new version by `vector_key`, and those for the active one."""

    questions: Sequence[GoldenDraft]
    vectors: Vectors
    active_vectors: Vectors


def golden_checks(
    candidate: IndexSnapshot, active: IndexSnapshot | None, exam: Exam
) -> tuple[Check, ...]:
    """Compare hit rate and nDCG@10 of the golden questions; more than 3 % below the active version fails.

    Compared is like with like: passages of documents that the active version does not have, and that no
    question names, are passed over among the first hundred found, for nobody has judged whether they
    answer better (condensed lists: Sakai, SIGIR 2007). What the marks are with them is in the detail. No
    checks without a question that has its vectors.
    """
    asked = [each for each in exam.questions if each.vector_key in exam.vectors]
    if active is not None:
        asked = [each for each in asked if each.vector_key in exam.active_vectors]
    if not asked:
        return ()
    found = list(_found(candidate, asked, exam.vectors, POOL))
    if active is None:
        return _held_against(marks(found), None, "no version serves that it could be compared with")
    known = _documents(active)
    named = frozenset().union(*(each.targets for each in asked))
    judged: Found = [(each, _judged(passages, known, named)) for each, passages in found]
    before = list(_found(active, asked, exam.active_vectors, FIRST))
    whole = marks(found)
    detail = (
        f"{len(asked)} questions; version {active.number} is the one compared with; with its new "
        f"documents: hit rate {whole.hit_rate:.3f}, nDCG {whole.ndcg:.3f}" + _lost(judged, before)
    )
    return _held_against(marks(judged), marks(before), detail)


def _held_against(now: Marks, before: Marks | None, detail: str) -> tuple[Check, ...]:
    pairs = (
        ("golden_hit_rate", now.hit_rate, before.hit_rate if before else 0.0),
        ("golden_ndcg_at_10", now.ndcg, before.ndcg if before else 0.0),
    )
    return tuple(
        Check(name, value >= least - 1e-9, value, least, detail)
        for name, value, least in ((name, now, (1 - MOST_BELOW) * was) for name, now, was in pairs)
    )


def _found(
    snapshot: IndexSnapshot, questions: Sequence[GoldenDraft], vectors: Vectors, k: int
) -> Iterator[tuple[GoldenDraft, list[Passage]]]:
    for each in questions:
        hits = search(snapshot, None, each.searched_for, vectors[each.vector_key], k=k)
        yield each, [hit.passage for hit in hits]


def _documents(snapshot: IndexSnapshot) -> frozenset[UUID]:
    keys = snapshot.passages.keys(np.arange(len(snapshot)))
    documents = np.ascontiguousarray(keys[:, 16:32]).view("V16").ravel()
    return frozenset(UUID(bytes=each.tobytes()) for each in np.unique(documents))


def _judged(
    passages: Sequence[Passage], known: Collection[UUID], named: Collection[str | bytes]
) -> list[Passage]:
    return [
        each
        for each in passages
        if each.document_id in known or each.reference in named or each.text_hash in named
    ]


def _lost(now: Found, before: Found) -> str:
    """Name the questions that were hit and are not any more."""
    lost = [
        each.question
        for (each, found), (_, was) in zip(now, before, strict=True)
        if any(each.hits(was[:FIRST])) and not any(each.hits(found[:FIRST]))
    ]
    if not lost:
        return ""
    shown = "; ".join(f"“{question}”" for question in lost[:LOST_SHOWN])
    return f"; {len(lost)} no longer hit, such as {shown}"
