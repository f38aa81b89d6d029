from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from domain.retrieval.lexical import K1, B, LexicalIndex, TermStatistics, content_words

TEXTS = [
    "A creditor shall notify an applicant of adverse action within 30 days.",
    "The annual percentage rate is a measure of the cost of credit.",
    "12 CFR 1002-9-a-1\nNotification of the applicant by the creditor, § 1002.9(b).",
    "A servicer shall not charge a fee for responding to a notice of error under § 1024.35.",
    "",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def test_scores_follow_the_published_formula(index: LexicalIndex) -> None:
    # Lucene's BM25: idf · tf / (tf + k1 · (1 - b + b · length / average length)).
    lengths = [9, 6, 12, 10, 0]
    mean = sum(lengths) / len(lengths)
    idf = log(1 + (5 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 1 / (1 + K1 * (1 - B + B * lengths[1] / mean))

    scores = index.scores("percentage")

    assert scores.tolist() == pytest.approx([0, expected, 0, 0, 0], rel=1e-4)


@pytest.mark.parametrize("query", ["notify the applicant", "12 CFR 1002-9", "a fee for an error"])
def test_a_text_beside_the_index_scores_as_if_it_were_in_it(
    index: LexicalIndex, query: str
) -> None:
    np.testing.assert_allclose(
        index.statistics(query).score(TEXTS), index.scores(query), rtol=1e-5, atol=1e-6
    )


def test_texts_beside_the_index_change_no_statistics(index: LexicalIndex) -> None:
    before = index.statistics("creditor fee").weights

    index.statistics("creditor fee").score(["creditor creditor fee"] * 50)

    assert index.statistics("creditor fee").weights == before


@pytest.mark.parametrize(
    ("query", "row"),
    [("12 CFR 1002-9", 2), ("§ 1002.9", 2), ("1024.35", 3), ("what is section 1024.35(a)?", 3)],
)
def test_citations_find_their_section(index: LexicalIndex, query: str, row: int) -> None:
    assert int(index.scores(query).argmax()) == row


@pytest.mark.parametrize("query", ["", "zebra", "the of and", "???"])
def test_a_query_without_known_words_scores_nothing(index: LexicalIndex, query: str) -> None:
    assert index.scores(query).tolist() == [0, 0, 0, 0, 0]


def test_without_an_index_every_word_weighs_the_same() -> None:
    statistics = TermStatistics.unknown("creditor fee")

    one, both = statistics.score(["the creditor", "the creditor's fee"])

    assert set(statistics.weights.values()) == {1.0}
    assert both > one > 0


def test_what_is_saved_opens_alike_and_holds_no_pickle(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)

    opened = LexicalIndex.open(tmp_path)

    np.testing.assert_array_equal(opened.scores("creditor fee"), index.scores("creditor fee"))
    assert {path.suffix for path in tmp_path.iterdir()} == {".npy", ".json"}
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_texts_without_any_word_can_be_indexed(tmp_path: Path) -> None:
    LexicalIndex.build(["", "the"]).save(tmp_path)

    assert LexicalIndex.open(tmp_path).scores("the creditor").tolist() == [0, 0]


def test_content_words_are_distinct_stems() -> None:
    assert content_words("Notify, notified: the applicant!") == {"notifi", "applic"}
