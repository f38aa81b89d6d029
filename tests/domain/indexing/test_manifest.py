from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import CorruptArtefact
from domain.indexing.manifest import (
    MANIFEST_FILE,
    SMALL_FILE,
    Manifest,
    check_artefact,
    describe,
)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    (tmp_path / "large").write_bytes(bytes(SMALL_FILE + 1))
    (tmp_path / "small").write_bytes(b"small")
    manifest = Manifest(
        encoder_fingerprint="test",
        dimension=32,
        passages=3,
        index_type="FLAT",
        parameters={},
        files={name: describe(tmp_path / name) for name in ("large", "small")},
        libraries={"faiss-cpu": "1"},
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    manifest.write(tmp_path)
    return manifest


def test_a_manifest_reads_back(manifest: Manifest, tmp_path: Path) -> None:
    assert Manifest.read(tmp_path) == manifest
    assert manifest.total_bytes == SMALL_FILE + 6
    assert manifest.artefact_name == f"index-{manifest.digest[:32]}"
    check_artefact(tmp_path)


def test_sizes_find_what_is_short_and_checksums_what_is_changed(
    manifest: Manifest, tmp_path: Path
) -> None:
    with (tmp_path / "large").open("r+b") as file:
        file.write(b"x")

    manifest.check_sizes(tmp_path)
    with pytest.raises(CorruptArtefact, match="large has another checksum"):
        check_artefact(tmp_path)


@pytest.mark.parametrize(
    ("field", "value"),
    [("passages", 4), ("encoder_fingerprint", "x"), ("format", 2), ("digest", "0"), ("files", [])],
)
def test_an_edited_manifest_is_refused(
    manifest: Manifest, tmp_path: Path, field: str, value: object
) -> None:
    fields = json.loads((tmp_path / MANIFEST_FILE).read_text())
    (tmp_path / MANIFEST_FILE).write_text(json.dumps({**fields, field: value}))

    with pytest.raises(CorruptArtefact, match="manifest"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"format": 1}', "\x00"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST_FILE).write_text(text)

    with pytest.raises(CorruptArtefact, match="manifest"):
        Manifest.read(tmp_path)
