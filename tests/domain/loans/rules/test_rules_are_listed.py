from __future__ import annotations

from pathlib import Path

import pytest

from domain.loans.rules.catalogue import catalogue

DOCUMENT = Path(__file__).parents[4] / "docs" / "rules.md"


@pytest.mark.parametrize("identifier", list(catalogue()))
def test_the_document_lists_every_version_of_the_rule(identifier: str) -> None:
    rule = catalogue()[identifier]
    _, heading, rest = DOCUMENT.read_text("utf-8").partition(f"(`{identifier}`)\n")
    assert heading
    section = rest.partition("\n#")[0]
    assert rule.citation in section
    assert rule.dated_by in section
    rows = [line for line in section.splitlines() if line.startswith("| 2")]
    assert len(rows) == len(rule.versions)
    for row, version in zip(rows, rule.versions, strict=True):
        end = version.effective_to or "open"
        assert row.startswith(f"| {version.effective_from} | {end} | {version.source}")
        assert version.note in row


def test_the_document_lists_no_other_rule() -> None:
    headings = [
        line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("### ")
    ]
    assert len(headings) == len(catalogue())
