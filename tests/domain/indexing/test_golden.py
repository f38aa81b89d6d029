"""Marks for golden questions, and what the gate makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.corpus.articles import articles
from domain.corpus.questions import article_questions
from domain.errors import InvalidInput
from domain.identifiers import new_id
from domain.indexing.build import build_version
from domain.indexing.golden import GoldenDraft, GoldenSource, marks
from domain.indexing.golden_gate import Exam, golden_checks
from domain.indexing.golden_set import golden_draft
from domain.retrieval.passage import Passage, text_hash
from domain.retrieval.snapshot import IndexSnapshot

D = 32


def passage(reference: str, text: str, document: str = "") -> Passage:
    name = uuid5(NAMESPACE_URL, document or text)
    return Passage(
        *(uuid5(name, text), name, 0, reference, "", (), text, text_hash(text), "", None)
    )


def question(text: str, *references: str, hashes: tuple[bytes, ...] = ()) -> GoldenDraft:
    return GoldenDraft(text, references, hashes, GoldenSource.OPERATOR)


def test_a_target_counts_once_and_where_it_stands() -> None:
    asked = question("q", "A", "B")
    found = [passage("X", "1"), passage("A", "2"), passage("A", "3"), passage("B", "4")]
    assert asked.hits(found) == [False, True, False, True]
    given = marks([(asked, found)])
    assert given.hit_rate == 1
    assert given.ndcg == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))
    best = marks([(asked, [found[1], found[3], found[0]])])
    assert best.ndcg == 1
    late = [passage("X", str(n)) for n in range(10)] + [passage("A", "late")]
    assert marks([(asked, late)]) == replace(best, hit_rate=0, ndcg=0)


def test_a_passage_is_named_by_its_text_too() -> None:
    asked = question("q", hashes=(text_hash("the text"),))
    assert marks([(asked, [passage("", "the text")])]).ndcg == 1


@pytest.mark.parametrize(
    ("text", "references", "hashes", "field"),
    [
        ("ab", ["A"], [], "question"),
        ("x" * 2_001, ["A"], [], "question"),
        ("a question", [], [], "references"),
        ("a question", [" "], [], "references"),
        ("a question", [str(n) for n in range(51)], [], "references"),
        ("a question", [], ["abc"], "textHashes"),
        ("a question", [], ["zz" * 32], "textHashes"),
        ("a question", [], ["00" * 31], "textHashes"),
    ],
)
def test_what_is_no_golden_question(
    text: str, references: list[str], hashes: list[str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        golden_draft(text, references, hashes, None)
    assert refused.value.field == field


def test_a_golden_question_is_tidied() -> None:
    draft = golden_draft(" When  does\nit end? ", ["A ", "A"], ["AB" * 32], new_id())
    assert draft.question == "When does it end?"
    assert draft.references == ("A",)
    assert draft.text_hashes == (b"\xab" * 32,)


def test_the_questions_that_ship_name_articles_that_ship() -> None:
    slugs = {article.slug for article in articles()}
    questions = article_questions()
    assert len(questions) >= 40
    assert {slug for _, named in questions for slug in named} <= slugs
    for text, named in questions:
        golden_draft(text, named, [], None)


class Shelf:
    """Makes index versions of words: a text's vector is that of its first word."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def vector(self, word: str, other: str | None = None) -> NDArray[np.float32]:
        def of(text: str) -> NDArray[np.float32]:
            seed = int.from_bytes(text_hash(text)[:4])
            return np.random.default_rng(seed).standard_normal(D).astype(np.float32)

        vector = of(word) if other is None else 0.98 * of(word) + 0.2 * of(other)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def snapshot(self, number: int, *passages: Passage, wrong: bool = False) -> IndexSnapshot:
        folder = self._folder / str(number)
        folder.mkdir()
        words = [each.text.split() for each in passages]
        vectors = np.stack([self.vector(each[0], each[-1]) for each in words])
        build_version(
            folder,
            passages=passages,
            vectors=vectors[::-1].copy() if wrong else vectors,
            encoder_fingerprint="words",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        return IndexSnapshot.open(folder, version_id=UUID(int=number), number=number)

    def exam(self, *questions: GoldenDraft) -> Exam:
        vectors = {each.vector_key: self.vector(each.question.split()[0]) for each in questions}
        return Exam(questions, vectors, vectors)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


TOPICS = [f"topic{n}" for n in range(40)]
TEXTS = [passage(topic, f"{topic} explained at length {topic}z") for topic in TOPICS]
QUESTIONS = [question(f"{topic} how", topic) for topic in TOPICS]


def by_name(checks: tuple[Any, ...]) -> dict[str, Any]:
    return {check.name: check for check in checks}


def test_the_same_content_passes_with_full_marks(shelf: Shelf) -> None:
    before, now = shelf.snapshot(1, *TEXTS), shelf.snapshot(2, *TEXTS)
    checks = by_name(golden_checks(now, before, shelf.exam(*QUESTIONS)))
    assert {name: check.measured for name, check in checks.items()} == {
        "golden_hit_rate": 1,
        "golden_ndcg_at_10": 1,
    }
    assert all(check.passed for check in checks.values())
    assert checks["golden_hit_rate"].threshold == pytest.approx(0.97)


def test_vectors_of_other_texts_are_rejected_and_the_lost_questions_named(shelf: Shelf) -> None:
    # Words would find the passages all the same, so the questions share none with them.
    asked = [replace(each, question=f"ask{n} how") for n, each in enumerate(QUESTIONS)]
    vectors = {each.vector_key: shelf.vector(f"topic{n}") for n, each in enumerate(asked)}
    exam = Exam(asked, vectors, vectors)
    checks = by_name(
        golden_checks(shelf.snapshot(2, *TEXTS, wrong=True), shelf.snapshot(1, *TEXTS), exam)
    )
    assert not checks["golden_hit_rate"].passed
    assert not checks["golden_ndcg_at_10"].passed
    assert "no longer hit, such as “ask" in checks["golden_hit_rate"].detail


@pytest.mark.parametrize(("lost", "passes"), [(1, True), (2, False)])
def test_three_percent_is_the_limit(shelf: Shelf, lost: int, passes: bool) -> None:
    # One of 40 is 2.5 %, two are 5 %.
    before = shelf.snapshot(1, *TEXTS)
    now = shelf.snapshot(2, *TEXTS[lost:])
    checks = by_name(golden_checks(now, before, shelf.exam(*QUESTIONS)))
    assert checks["golden_hit_rate"].measured == pytest.approx(1 - lost / 40)
    assert checks["golden_hit_rate"].passed is passes


def test_new_documents_that_nobody_judged_are_passed_over(shelf: Shelf) -> None:
    before = shelf.snapshot(1, *TEXTS)
    rivals = [passage(f"new-{n}-{t}", f"{t} how {n} {t}") for t in TOPICS for n in range(12)]
    now = shelf.snapshot(2, *TEXTS, *rivals)
    checks = by_name(golden_checks(now, before, shelf.exam(*QUESTIONS)))
    assert checks["golden_ndcg_at_10"].passed
    whole = float(checks["golden_ndcg_at_10"].detail.split("nDCG ")[1].split(";")[0])
    assert whole < 0.97 < checks["golden_ndcg_at_10"].measured


def test_a_document_that_is_buried_under_new_ones_counts_as_lost(shelf: Shelf) -> None:
    before = shelf.snapshot(1, *TEXTS)
    flood = [passage("", f"topic0 how topic0 how {n}", document=f"flood{n}") for n in range(300)]
    asked = QUESTIONS[0]
    now = shelf.snapshot(2, *TEXTS, *flood)
    checks = by_name(golden_checks(now, before, shelf.exam(asked)))
    assert not checks["golden_hit_rate"].passed


def test_a_new_version_of_a_document_is_judged_as_the_old_one_was(shelf: Shelf) -> None:
    before = shelf.snapshot(1, *TEXTS)
    anew = [passage(t.reference, t.text + " anew") for t in TEXTS]
    checks = golden_checks(shelf.snapshot(2, *anew), before, shelf.exam(*QUESTIONS))
    assert all(check.passed for check in checks)


def test_without_an_active_version_the_marks_are_only_measured(shelf: Shelf) -> None:
    checks = golden_checks(shelf.snapshot(1, *TEXTS), None, shelf.exam(*QUESTIONS))
    assert all(check.passed and check.threshold == 0 for check in checks)
    assert "no version serves" in checks[0].detail


def test_questions_without_vectors_are_not_asked(shelf: Shelf) -> None:
    snapshot = shelf.snapshot(1, *TEXTS)
    assert golden_checks(snapshot, None, Exam(QUESTIONS, {}, {})) == ()
    assert (
        golden_checks(snapshot, snapshot, replace(shelf.exam(*QUESTIONS), active_vectors={})) == ()
    )
