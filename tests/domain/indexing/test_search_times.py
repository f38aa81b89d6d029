from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.indexing.search_times import (
    BUCKETS,
    SHORTEST_MS,
    SearchFigures,
    added_up,
    bucket_of,
    counted,
    upper_bound,
)

times = st.floats(0, 15_000, allow_nan=False)


@given(times)
def test_a_bucket_holds_what_is_at_most_its_bound_and_above_the_one_before(ms: float) -> None:
    bucket = bucket_of(ms)
    assert 0 <= bucket < BUCKETS
    assert ms <= upper_bound(bucket) * (1 + 1e-12)
    if bucket:
        assert ms > upper_bound(bucket - 1) * (1 - 1e-12)


@given(st.lists(st.floats(SHORTEST_MS, 15_000), min_size=1, max_size=200))
def test_a_percentile_is_at_most_nine_percent_too_high(sample: list[float]) -> None:
    found = counted(sample).p95_ms
    exact = float(np.percentile(sample, 95, method="inverted_cdf"))
    assert found is not None
    assert exact * (1 - 1e-9) <= found <= exact * 2 ** (1 / 8) * (1 + 1e-9)


def test_figures_of_processes_add_up() -> None:
    both = added_up([counted([1.0] * 90, failed=1), counted([40.0] * 10, failed=2)])
    assert (both.timed, both.failed, both.searches) == (100, 3, 103)
    assert both.failing_share == pytest.approx(3 / 103)
    assert both.p95_ms == pytest.approx(40, rel=0.1)


def test_nothing_has_no_percentile_and_a_very_long_search_is_counted() -> None:
    assert added_up([]).p95_ms is None
    assert SearchFigures(0, ()).failing_share == 0
    assert bucket_of(1e9) == BUCKETS - 1
