from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[2] / "docs" / "formulas.md"


def test_every_test_that_the_document_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text("utf-8")))
    defined = {
        name
        for path in HERE.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named
    assert named <= defined


def test_every_published_test_is_in_the_document() -> None:
    text = DOCUMENT.read_text("utf-8")
    published = {
        name
        for path in HERE.glob("test_published_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert {name for name in published if name not in text} == set()


def test_every_module_is_in_the_document() -> None:
    text = DOCUMENT.read_text("utf-8")
    helpers = {"__init__", "cashflows", "frequency", "terms"}
    modules = {path.stem for path in (HERE.parents[2] / "domain" / "loans").glob("*.py")} - helpers
    assert {name for name in modules if f"`{name}`" not in text} == set()
