import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from domain.documents.document import DocumentDraft, TextFormat
from domain.documents.reading import Unreadable, read_file
from domain.errors import InvalidInput


def test_json_lines_become_records_and_bad_lines_are_named(tmp_path: Path) -> None:
    good = {"id": "A-1", "title": "One", "text": "First.", "effective_date": "2022-01-01"}
    lines = [
        json.dumps(good).encode(),
        b"not json",
        b"",
        b"[1]",
        b'{"text": ""}',
        b'{"text": 5}',
        b'{"text": "x", "effective_date": "soon"}',
        b"\xff\xfe",
        b'{"text": "Last."}',
    ]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join(lines))
    found = list(read_file(path))
    drafts = [item for item in found if isinstance(item, DocumentDraft)]
    assert [draft.text for draft in drafts] == ["First.", "Last."]
    assert drafts[0].reference == "A-1"
    assert drafts[0].effective_date == date(2022, 1, 1)
    assert drafts[0].format is TextFormat.RECORD
    assert [item.line for item in found if isinstance(item, Unreadable)] == [2, 4, 5, 6, 7, 8]


def test_gzip_is_read_and_progress_adds_up_to_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "One."}\n' * 1000))
    read: list[int] = []
    assert len(list(read_file(path, read.append))) == 1000
    assert sum(read) == path.stat().st_size


def test_markdown_takes_its_title_from_the_first_heading(tmp_path: Path) -> None:
    path = tmp_path / "escrow.md"
    path.write_text("# About escrow\n\nText.", encoding="utf-8")
    (draft,) = read_file(path)
    assert isinstance(draft, DocumentDraft)
    assert (draft.title, draft.format) == ("About escrow", TextFormat.MARKDOWN)


def test_a_damaged_archive_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "One."}\n' * 100)[:-20])
    with pytest.raises(InvalidInput, match=r"rows\.jsonl\.gz"):
        list(read_file(path))


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG")
    with pytest.raises(InvalidInput, match=r"\.jsonl"):
        list(read_file(path))
