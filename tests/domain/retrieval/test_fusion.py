from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.retrieval.fusion import Weights, best, fuse, normalised

Scores = NDArray[np.float32]


def _scores(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, width=32, allow_subnormal=False)


PAIRS = st.lists(st.tuples(_scores(-1, 1), _scores(0, 64)), min_size=1, max_size=30)
SHARES = st.floats(0, 1)


def _columns(pairs: list[tuple[float, float]]) -> tuple[Scores, Scores]:
    columns = np.array(pairs, dtype=np.float32)
    return columns[:, 0], columns[:, 1]


@given(PAIRS, SHARES)
def test_scores_lie_between_0_and_1_and_are_the_sum_of_their_parts(
    pairs: list[tuple[float, float]], share: float
) -> None:
    fused = fuse(*_columns(pairs), Weights(share, 1 - share))

    assert fused.scores.min() >= 0
    assert fused.scores.max() <= 1 + 1e-6
    np.testing.assert_array_equal(fused.scores, fused.vector_parts + fused.lexical_parts)


@given(PAIRS, SHARES)
def test_a_candidate_better_in_both_is_never_behind(
    pairs: list[tuple[float, float]], share: float
) -> None:
    cosines, lexical = _columns(pairs)

    scores = fuse(cosines, lexical, Weights(share, 1 - share)).scores

    for i in range(len(pairs)):
        ahead = (cosines >= cosines[i]) & (lexical >= lexical[i])
        assert (scores[ahead] >= scores[i]).all()


@given(PAIRS, SHARES)
def test_the_order_of_candidates_changes_no_score(
    pairs: list[tuple[float, float]], share: float
) -> None:
    weights = Weights(share, 1 - share)
    cosines, lexical = _columns(pairs)

    forwards = fuse(cosines, lexical, weights).scores
    backwards = fuse(cosines[::-1], lexical[::-1], weights).scores

    np.testing.assert_array_equal(forwards, backwards[::-1])


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([], []), ([0.4], [1]), ([0, 0], [0, 0]), ([-0.5], [0]), ([1, 3, 2], [0, 1, 0.5])],
)
def test_normalising(scores: list[float], expected: list[float]) -> None:
    assert normalised(np.array(scores, dtype=np.float32)).tolist() == expected


def test_only_the_best_of_equal_texts_is_kept() -> None:
    scores = np.array([0.1, 0.9, 0.8, 0.9, 0.5], dtype=np.float32)

    assert best(scores, [b"a", b"b", b"a", b"b", b"c"], 10) == [1, 2, 4]
    assert best(scores, [b"a", b"b", b"a", b"b", b"c"], 2) == [1, 2]


@given(st.lists(st.tuples(_scores(0, 1), st.sampled_from("abcd")), max_size=20), st.integers(1, 8))
def test_best_is_sorted_distinct_and_complete(pairs: list[tuple[float, str]], k: int) -> None:
    scores = np.array([score for score, _ in pairs], dtype=np.float32)
    hashes = [text.encode() for _, text in pairs]

    chosen = best(scores, hashes, k)

    found = [scores[i] for i in chosen]
    assert found == sorted(found, reverse=True)
    assert len({hashes[i] for i in chosen}) == len(chosen) == min(k, len(set(hashes)))


@pytest.mark.parametrize(("vectors", "lexical"), [(0.7, 0.4), (1.2, -0.2)])
def test_weights_that_are_no_shares_are_refused(vectors: float, lexical: float) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        Weights(vectors, lexical)
