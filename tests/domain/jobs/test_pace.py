from math import floor, isfinite

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.documents.embedding import TEXTS_PER_STEP
from domain.jobs.pace import LULL_SECONDS, WINDOW_SECONDS, Stretch, pace_of

EVER = 1e9

seconds = st.floats(0, 1_000)
stretches = st.builds(
    lambda first, second, units, left: Stretch(
        max(first, second), min(first, second), units if first != second else 0, left
    ),
    seconds,
    seconds,
    st.integers(0, 1_000),
    st.integers(0, 1_000),
)


def at(now: float, *, workers: int, speed: float, units: int, step: int) -> list[Stretch]:
    """What is known of workers that began together and do one task of so many units after the other."""
    whole = units / speed
    ended = floor(now / whole)
    begun = now - ended * whole
    done = floor(begun * speed / step + 1e-9) * step
    found = [Stretch(now - n * whole, now - (n + 1) * whole, units, 0) for n in range(ended)]
    found.append(Stretch(begun, begun - done / speed, done, units - done))
    return found * workers


@given(
    workers=st.integers(1, 4),
    speed=st.floats(5, 500),
    units=st.integers(200, 1_000),
    step=st.integers(1, TEXTS_PER_STEP),
    steps=st.floats(1.01, 200),
)
def test_at_an_even_pace_the_time_left_runs_down_with_the_clock(
    workers: int, speed: float, units: int, step: int, steps: float
) -> None:
    now = steps * step / speed
    assume(now >= 1)
    found = at(now, workers=workers, speed=speed, units=units, step=step)
    true_left = 1_000_000 - workers * speed * now
    told_left = 1_000_000 - workers * _done(now, speed, units, step)
    pace = pace_of(found, told_left, since=EVER)
    assert pace is not None
    assert pace.rate == pytest.approx(workers * speed, rel=1e-6)
    assert pace.seconds_left == pytest.approx(true_left / (workers * speed), rel=1e-6)


def _done(now: float, speed: float, units: int, step: int) -> int:
    ended = floor(now * speed / units)
    begun = now * speed - ended * units
    return ended * units + min(units, floor(begun / step + 1e-9) * step)


@given(st.lists(stretches, max_size=8), st.integers(0, 10_000), st.floats(0, 1_000))
def test_what_is_claimed_was_seen(found: list[Stretch], left: int, since: float) -> None:
    pace = pace_of(found, left, since=since)
    if pace is None:
        return
    seen = min(WINDOW_SECONDS, since, max(each.began for each in found))
    most = sum(each.units + min(each.open, TEXTS_PER_STEP) for each in found)
    assert 0 < pace.rate <= most / max(seen, 1) * (1 + 1e-9)
    assert isfinite(pace.seconds_left)
    assert 0 <= pace.seconds_left <= left / pace.rate


def test_when_reports_fail_to_come_the_time_left_rises_and_then_nothing_is_claimed() -> None:
    left = [
        pace_of([Stretch(20 + late, late, 400, 600)], 600, since=EVER) for late in (0, 5, 30, 59)
    ]
    assert left[0] is not None
    assert left[1] is not None
    assert left[2] is not None
    assert left[3] is not None
    assert left[1].seconds_left == pytest.approx(left[0].seconds_left - 5)
    assert left[0].seconds_left < left[2].seconds_left < left[3].seconds_left
    assert pace_of([Stretch(81, 61, 400, 600)], 600, since=EVER) is None


def test_nothing_is_claimed_where_nothing_is_at_work() -> None:
    ended = Stretch(20, LULL_SECONDS, 400, 0)
    assert pace_of([ended], 600, since=EVER) is None
    assert pace_of([Stretch(20, 1, 400, 0)], 600, since=EVER) is not None  # between two tasks
    assert pace_of([Stretch(3, 3, 0, 600)], 600, since=EVER) is None  # its first step is not done
    assert pace_of([Stretch(20, 0, 400, 600)], 0, since=EVER) is None
    assert pace_of([], 600, since=EVER) is None


def test_what_was_done_before_the_job_was_resumed_says_nothing() -> None:
    before = Stretch(50, 30, 2_000, 0)
    after = Stretch(10, 0, 100, 900)
    pace = pace_of([before, after], 900, since=10)
    assert pace is not None
    assert pace.rate == pytest.approx(10)
    assert pace.seconds_left == pytest.approx(90)
