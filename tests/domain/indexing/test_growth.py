from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.indexing.growth import Counted, project

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def grown(
    *, days: float, each_day: float, start: float = 50_000, step: float = 0.25
) -> list[Counted]:
    """Counts of passages that grow evenly."""
    count = int(days / step) + 1
    return [
        Counted(BEGUN + timedelta(days=step * n), int(start + each_day * step * n), 0)
        for n in range(count)
    ]


def test_even_growth_is_followed_to_the_day() -> None:
    history = grown(days=10, each_day=5_000)  # a point a day, from 10
    found = project(history, history[-1].at)
    assert found.threshold == 70
    assert found.points_a_day == pytest.approx(1)
    assert found.on is not None
    assert abs(found.on - (BEGUN + timedelta(days=60))) < timedelta(minutes=1)
    assert (found.counts, found.since, found.reason) == (41, BEGUN, None)


def test_between_plan_and_act_the_next_threshold_is_act() -> None:
    history = grown(days=10, each_day=5_000, start=320_000)
    found = project(history, history[-1].at)
    assert found.threshold == 90
    assert found.on is not None
    assert abs(found.on - (BEGUN + timedelta(days=26))) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ([], "nothing was counted yet"),
        (grown(days=0.9, each_day=5_000, step=0.05), "fewer than 12 counts over a day"),
        (grown(days=10, each_day=5_000, step=1), "fewer than 12 counts over a day"),
        (grown(days=10, each_day=0), "it does not grow"),
        (grown(days=10, each_day=-100), "it does not grow"),
        (grown(days=10, each_day=10), "more than ten years away"),
        (grown(days=10, each_day=5_000, start=480_000), "every threshold is passed"),
    ],
)
def test_where_nobody_can_say_the_reason_is_given(history: list[Counted], reason: str) -> None:
    found = project(history, history[-1].at if history else BEGUN)
    assert found.on is None
    assert found.reason == reason


def test_a_threshold_is_never_said_to_lie_in_the_past() -> None:
    # Far above the line at first, so that it reaches 70 before now although the last count is below it.
    history = grown(days=10, each_day=20_000, start=340_000 - 200_000)
    late = history[-1].at + timedelta(days=30)
    found = project(history, late)
    assert found.on is not None
    assert found.on >= late
