"""docs/bad-input.md lists every kind of bad input with the test that proves what becomes of it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(each.name for each in tree.body if isinstance(each, functions))


def test_every_case_names_a_test_that_exists() -> None:
    text = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
    rows = [
        line
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| case |")
    ]
    assert len(rows) > 40
    for row in rows:
        named = NAMED.findall(row)
        assert named, row
        for path, name in named:
            assert name in names_in(path), f"{path}::{name}"


def test_the_tests_of_bad_input_are_all_listed() -> None:
    listed = set(NAMED.findall((ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")))
    for path in (
        "tests/commands/test_ask_refusals.py",
        "tests/domain/documents/test_bad_files.py",
        "tests/graph/test_bad_index.py",
        "tests/graph/test_bad_values.py",
    ):
        for name in names_in(path):
            assert not name.startswith("test_") or (path, name) in listed, f"{path}::{name}"
