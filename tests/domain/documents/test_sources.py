"""Which files are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.documents.document import DocumentDraft
from domain.documents.sources import Source, find_sources
from domain.documents.steps import RECORDS_PER_STEP, in_steps, shared_references
from domain.errors import InvalidInput


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.md",
        "a.JSONL",
        "deep/er/c.html.gz",
        "deep/skipped.png",
        ".hidden/x.md",
        "deep/.y.md",
        "we [ird]*.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text", encoding="utf-8")
    return tmp_path


def names(*arguments: object) -> list[str]:
    found = find_sources([str(argument) for argument in arguments])
    return [each.name if isinstance(each, Source) else each.message for each in found]


def test_a_folder_stands_for_the_files_in_it_that_can_be_read(folder: Path) -> None:
    assert names(folder) == ["a", "b", "deep/er/c", "we [ird]*"]


def test_a_pattern_stands_for_what_it_matches_but_a_file_of_that_name_goes_first(
    folder: Path,
) -> None:
    assert names(folder / "?.*") == ["a", "b"]
    assert names(folder / "**" / "*.gz") == ["c"]
    assert names(folder / "we [ird]*.md") == ["we [ird]*"]


def test_what_is_not_there_is_said_in_its_place(folder: Path) -> None:
    assert names(folder / "b.md", folder / "none.md", folder / "*.csv", folder / "a.JSONL") == [
        "b",
        f"{folder}/none.md: no such file or folder",
        f"{folder}/*.csv: nothing matches",
        "a",
    ]
    (folder / "empty").mkdir()
    assert names(folder / "empty") == [f"{folder}/empty: no file of a known format"]


def drafts(count: int, size: int = 1) -> list[DocumentDraft]:
    return [DocumentDraft(text="x" * size, title=str(number)) for number in range(count)]


def test_steps_are_small_in_number_and_in_size() -> None:
    assert [len(step) for step in in_steps(drafts(1201), whole=False)] == [500, 500, 201]
    assert [len(step) for step in in_steps(drafts(20, 900_000), whole=False)] == [9, 9, 2]
    assert [len(step) for step in in_steps(drafts(20, 900_000), whole=True)] == [20]
    assert list(in_steps([], whole=False)) == []


def test_documents_that_share_a_reference_are_known_beforehand(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = [f"{number % (RECORDS_PER_STEP + 1)},text {number}" for number in range(600)]
    path.write_text("\n".join(["id,text", *rows, ",nameless", ",too"]), encoding="utf-8")
    assert len(shared_references(path, path.name)) == 2 * 99
    unique = tmp_path / "unique.csv"
    unique.write_text("id,text\n1,x\n2,x\n", encoding="utf-8")
    assert shared_references(unique, unique.name) == frozenset()
    with pytest.raises(InvalidInput):
        shared_references(tmp_path / "none.csv", "none.csv")
