"""`apfa ask` refuses what makes no sense before it connects to anything, naming the option."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.cli import app
from graph.commands.failing import explain

PLAIN = "write an amount in US dollars in plain digits"
LENGTH = "a question has 3 to 2,000 characters; this one has"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], f"{LENGTH} 0"),
        (["   \n "], f"{LENGTH} 0"),
        (["ab"], f"{LENGTH} 2"),
        (["a" * 2_001], f"{LENGTH} 2,001"),
        (["a" * 1_000_000], f"{LENGTH} 1,000,000"),
        (["What\x00?"], "question: must not contain NUL characters"),
        (["Why?", "--amount", "0"], "--amount must be more than 0 and at most $1,000,000,000.00"),
        (["Why?", "--amount", "1000000000.01"], "--amount must be more than 0 and at most"),
        (["Why?", "--amount", "1e30"], f"--amount: {PLAIN}"),
        (["Why?", "--amount", "NaN"], f"--amount: {PLAIN}"),
        (["Why?", "--amount", "9", "--rate", "6,5"], "--rate: write a percentage in plain digits"),
        (["Why?", "--amount", "9", "--rate", "101"], "--rate must be from 0 to 100 percent"),
        (["Why?", "--amount", "9", "--months", "0"], "--months must be from 1 to 600 months"),
        (["Why?", "--amount", "9", "--months", "1000000"], "--months must be from 1 to 600"),
        (["Why?", "--amount", "9", "--value", "-1"], "--value must be more than 0"),
        (["Why?", "--amount", "9", "--start", "2026-02-30"], "--start: no calendar has the day"),
        (["Why?", "--amount", "9", "--start", "9999-12-31"], "--start must be from 1900-01-01"),
        (["Why?", "--income", "0"], "--income must be more than 0"),
        (["Why?", "--debts", "-1"], "--debts must be 0 or more"),
        (["Why?", "--amount", "9", "--fees", "9"], "--fees must be less than the loan's amount"),
        (["Why?", "--score", "299"], "--score must be from 300 to 850"),
        (["And then?", "--conversation", "42"], "--conversation: this is no id"),
        (["Why?", "--purpose", "yacht"], "--purpose: name one of mortgage, auto"),
    ],
)
def test_what_makes_no_sense_is_refused_by_the_name_of_its_option(
    arguments: list[str], says: str
) -> None:
    ended = CliRunner().invoke(app, ["ask", *arguments])
    assert isinstance(ended.exception, Exception)
    assert explain(ended.exception).startswith(says)


def test_a_refusal_is_one_sentence_and_starts_nothing(tmp_path: Path) -> None:
    for arguments, code in (([""], 1), (["a" * 100_000], 1), (["Why?", "--months", "12.5"], 2)):
        ended = subprocess.run(
            [sys.executable, "-m", "graph.cli", "ask", *arguments],
            env={**os.environ, "APFA_DATA_DIRECTORY": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ended.returncode, ended.stdout) == (code, "")
        assert "Traceback" not in ended.stderr
        assert ended.stderr.startswith(f"apfa: {LENGTH}") or "--months" in ended.stderr
    assert not (tmp_path / "data").exists()
