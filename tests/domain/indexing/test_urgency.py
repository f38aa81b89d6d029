from __future__ import annotations

import pytest

from domain.indexing.urgency import Advice, urgency

GIB = 1024**3


@pytest.mark.parametrize(
    ("passages", "size", "score", "advice"),
    [
        (0, 0, 0, Advice.NONE),
        (100_000, GIB // 4, 20, Advice.NONE),
        (100_000, GIB, 50, Advice.NONE),
        (349_999, 0, 69.9998, Advice.NONE),
        (350_000, 0, 70, Advice.PLAN),
        (450_000, 0, 90, Advice.PLAN),
        (450_001, 0, 90.0002, Advice.ACT),
        (9_000_000, 9 * GIB, 100, Advice.ACT),
    ],
)
def test_the_larger_share_of_the_limits_counts(
    passages: int, size: int, score: float, advice: Advice
) -> None:
    found = urgency(passages, size)

    assert found.score == pytest.approx(score)
    assert found.advice is advice
