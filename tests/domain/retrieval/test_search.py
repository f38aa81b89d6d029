from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.exact import PrivatePassages
from domain.retrieval.fusion import Weights
from domain.retrieval.passage import Passage
from domain.retrieval.search import Hit, search
from domain.retrieval.snapshot import IndexSnapshot

MakePassage = Callable[..., Passage]
OpenIndex = Callable[[Sequence[Passage], NDArray[np.float32]], IndexSnapshot]

PUBLIC = [
    ("12 CFR 1002-9-a-1", "A creditor shall notify an applicant of action taken within 30 days."),
    ("12 CFR 1024-35-h", "A servicer shall not charge a fee for responding to a notice of error."),
    (
        "12 CFR 1026-22-a",
        "The annual percentage rate measures the cost of credit as a yearly rate.",
    ),
    ("12 CFR 1024-17-b", "An escrow account holds money for property taxes and insurance."),
    ("12 CFR 1002-9-a-2", "A creditor shall notify an applicant of action taken within 30 days."),
]
QUESTION = "May a servicer charge a fee for responding to a notice of error?"


@pytest.fixture
def passages(make_passage: MakePassage) -> list[Passage]:
    return [make_passage(i, text, reference) for i, (reference, text) in enumerate(PUBLIC)]


@pytest.fixture
def snapshot(
    passages: list[Passage], encoder: SentenceEncoder, open_index: OpenIndex
) -> IndexSnapshot:
    return open_index(passages, encoder.encode([p.text for p in passages]))


@pytest.fixture
def ask(encoder: SentenceEncoder) -> Callable[..., list[Hit]]:
    def ask(
        snapshot: IndexSnapshot | None,
        question: str,
        private: PrivatePassages | None = None,
        **rest: object,
    ) -> list[Hit]:
        options: dict[str, object] = {"k": 10, **rest}
        return search(snapshot, private, question, encoder.encode([question])[0], **options)  # type: ignore[arg-type]

    return ask


def _private(encoder: SentenceEncoder, make_passage: MakePassage, *texts: str) -> PrivatePassages:
    own = tuple(make_passage(100 + i, text) for i, text in enumerate(texts))
    return PrivatePassages(own, encoder.encode(texts))


def test_the_passage_that_answers_comes_first_with_its_reasons(
    snapshot: IndexSnapshot, passages: list[Passage], ask: Callable[..., list[Hit]]
) -> None:
    first, *rest = ask(snapshot, QUESTION)

    assert first.passage == passages[1]
    assert first.score == pytest.approx(1)
    assert first.score == pytest.approx(first.vector_part + first.lexical_part)
    assert first.vector_score > 0.7
    assert first.lexical_score > max(hit.lexical_score for hit in rest)


def test_no_text_is_found_twice_and_k_is_kept(
    snapshot: IndexSnapshot, ask: Callable[..., list[Hit]]
) -> None:
    texts = [hit.passage.text for hit in ask(snapshot, "notify an applicant")]

    assert len(texts) == len(set(texts)) == 4
    assert len(ask(snapshot, "notify an applicant", k=2)) == 2


def test_a_citation_finds_its_passage(
    snapshot: IndexSnapshot, ask: Callable[..., list[Hit]]
) -> None:
    hits = ask(snapshot, "§ 1024.17(b)", weights=Weights(0, 1))

    assert hits[0].passage.reference == "12 CFR 1024-17-b"


def test_an_owners_passages_are_found_beside_the_shared_ones(
    snapshot: IndexSnapshot,
    encoder: SentenceEncoder,
    make_passage: MakePassage,
    ask: Callable[..., list[Hit]],
) -> None:
    mine = _private(
        encoder, make_passage, "My servicer is Acme; it charged a fee of $25 for errors."
    )

    hits = ask(snapshot, "What fee did Acme charge me?", mine)

    assert hits[0].passage == mine.passages[0]
    assert {hit.passage.reference for hit in hits} > {"12 CFR 1024-35-h"}


def test_private_passages_score_as_they_would_in_public(
    snapshot: IndexSnapshot,
    passages: list[Passage],
    encoder: SentenceEncoder,
    ask: Callable[..., list[Hit]],
) -> None:
    twins = PrivatePassages(tuple(passages), encoder.encode([p.text for p in passages]))

    def scores(hits: list[Hit]) -> list[tuple[float, float]]:
        return [(hit.vector_score, hit.lexical_score) for hit in hits]

    public, merged = ask(snapshot, QUESTION), ask(snapshot, QUESTION, twins)

    assert [hit.passage for hit in merged] == [hit.passage for hit in public]
    np.testing.assert_allclose(scores(merged), scores(public), atol=2e-3)


def test_without_an_index_ones_own_passages_are_still_found(
    encoder: SentenceEncoder, make_passage: MakePassage, ask: Callable[..., list[Hit]]
) -> None:
    mine = _private(
        encoder, make_passage, "The lease of the car ends in May.", "Escrow pays taxes."
    )

    assert ask(None, "When does my car lease end?", mine)[0].passage == mine.passages[0]
    assert ask(None, "When does my car lease end?") == []


@pytest.mark.parametrize("question", ["???", "\x00", "契約", "a " * 900])
def test_any_question_is_answered(
    snapshot: IndexSnapshot, ask: Callable[..., list[Hit]], question: str
) -> None:
    assert len(ask(snapshot, question)) == 4


def test_many_threads_find_the_same(snapshot: IndexSnapshot, encoder: SentenceEncoder) -> None:
    vector = encoder.encode([QUESTION])[0]
    alone = search(snapshot, None, QUESTION, vector, k=3)

    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: search(snapshot, None, QUESTION, vector, k=3), range(64))

    assert all(hits == alone for hits in found)
