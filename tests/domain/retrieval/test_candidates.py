from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.candidates import top_rows

SCORES = st.lists(st.sampled_from([0.0, 0.0, 0.001, 0.5, 1.0, 7.0, 30.0]), max_size=50)


@given(SCORES, st.integers(1, 60))
def test_the_highest_scores_above_zero_come_first(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)

    rows = top_rows(scores, k).tolist()

    positive = [i for i, value in enumerate(values) if value > 0]
    assert rows == sorted(positive, key=lambda i: (-values[i], i))[:k]
