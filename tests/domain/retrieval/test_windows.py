from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.weights import load_tokenizer, model_folder
from domain.retrieval.windows import Windows, batches, join, padded, tokenize

LENGTHS = st.lists(st.integers(1, 300), min_size=1, max_size=60)


@given(LENGTHS, st.integers(1, 1_000))
def test_each_window_is_in_one_batch_and_no_batch_is_over_budget(
    lengths: list[int], budget: int
) -> None:
    array = np.array(lengths)

    found = list(batches(array, budget))

    assert sorted(np.concatenate(found).tolist()) == list(range(len(lengths)))
    assert all(len(b) == 1 or len(b) * array[b].max() <= budget for b in found)


def test_a_long_text_gives_overlapping_windows() -> None:
    tokenizer = load_tokenizer(model_folder())
    tokenizer.enable_truncation(16, stride=4)

    windows = tokenize(tokenizer, ["short", "credit " * 30])

    assert windows.owners.tolist() == [0, 1, 1, 1]
    assert windows.lengths.tolist() == [3, 16, 16, 12]
    assert windows.ids[1][0] == windows.ids[2][0] != windows.ids[1][1]


def test_windows_are_weighted_by_their_tokens() -> None:
    windows = Windows([[1], [1, 1, 1], [1]], np.array([0, 0, 1]), np.array([1, 3, 1]))
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)

    joined = join(windows, vectors, 2)

    np.testing.assert_allclose(joined[0], np.array([1, 3]) / np.sqrt(10), rtol=1e-6)
    np.testing.assert_array_equal(joined[1], vectors[2])


def test_rows_are_filled_up() -> None:
    assert padded([[5, 6], [7]], 9).tolist() == [[5, 6], [7, 9]]
