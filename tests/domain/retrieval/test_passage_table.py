from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.retrieval.candidates import key_of
from domain.retrieval.passage import Passage
from domain.retrieval.passage_table import OFFSETS_FILE, RECORDS_FILE, PassageTable, write_table

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(TEXT, TEXT, st.lists(TEXT, max_size=3), st.none() | st.dates()), min_size=1
    )
)
def test_every_row_reads_back_as_it_was_written(
    rows: list[tuple[str, str, list[str], date | None]],
    tmp_path: Path,
    make_passage: Callable[..., Passage],
) -> None:
    passages = [
        replace(
            make_passage(i, text, reference=reference),
            heading_path=tuple(headings),
            context=" > ".join(headings),
            effective_date=effective,
        )
        for i, (text, reference, headings, effective) in enumerate(rows)
    ]

    assert list(write_table(tmp_path, passages)) == passages
    table = PassageTable.open(tmp_path)

    assert [table[row] for row in range(len(table))] == passages
    last = len(table) - 1
    assert table.keys(np.array([last]))[0].tobytes() == key_of(passages[last])


@pytest.mark.parametrize("name", [RECORDS_FILE, OFFSETS_FILE])
def test_files_that_do_not_belong_together_are_refused(
    name: str, tmp_path: Path, make_passage: Callable[..., Passage]
) -> None:
    for count, folder in ((2, "two"), (3, "three")):
        (tmp_path / folder).mkdir()
        list(write_table(tmp_path / folder, [make_passage(i, f"text {i}") for i in range(count)]))
    (tmp_path / "two" / name).replace(tmp_path / "three" / name)

    with pytest.raises(ValueError, match="differ in size"):
        PassageTable.open(tmp_path / "three")
