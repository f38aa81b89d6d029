"""All texts at once give the postings that bm25s itself gives text by text."""

import bm25s
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.postings import postings

WORDS = 12
TEXTS = st.lists(st.lists(st.integers(0, WORDS - 1), max_size=30), min_size=1, max_size=20)


@given(TEXTS.filter(any))
def test_the_postings_are_those_of_bm25s_to_the_bit(texts: list[list[int]]) -> None:
    theirs = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    theirs.index(
        (texts, {str(word): word for word in range(WORDS)}),
        create_empty_token=False,
        show_progress=False,
    )
    words = np.array([word for text in texts for word in text], dtype=np.int32)
    lengths = np.array([len(text) for text in texts], dtype=np.int32)

    ours = postings(words, lengths, WORDS, k1=1.5, b=0.75)

    assert ours["num_docs"] == theirs.scores["num_docs"]
    for part in ("data", "indices", "indptr"):
        assert ours[part].dtype == theirs.scores[part].dtype
        np.testing.assert_array_equal(ours[part], theirs.scores[part])


def test_texts_without_a_word_have_no_postings() -> None:
    none = postings(np.empty(0, np.int32), np.zeros(3, np.int32), 1, k1=1.5, b=0.75)
    assert none["num_docs"] == 3
    assert none["data"].size == none["indices"].size == 0
    assert none["indptr"].tolist() == [0, 0]
