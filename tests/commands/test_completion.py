"""The Tab key, by typer's protocol."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def ask(completing: str, **words: str) -> str:
    said = subprocess.run(
        [sys.executable, "-m", "graph.cli"],
        env={**os.environ, "_APFA_COMPLETE": completing, **words},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stderr == ""
    return said.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("apfa ", {"demo", "up", "doctor", "ask", "index", "user"}),
        ("apfa do", {"doctor"}),
        ("apfa index ", {"list", "rebuild", "activate", "rollback"}),
        ("apfa worker ", {"embedding", "indexing", "maintenance"}),
        ("apfa user add ada@example.org --role A", {"ADMIN"}),
        ("apfa doctor --", {"--json"}),
    ],
)
def test_words_are_completed(typed: str, offered: set[str]) -> None:
    position = len(typed.split(" ")) - 1
    said = ask("complete_bash", COMP_WORDS=typed, COMP_CWORD=str(position))
    assert offered <= set(said.split())


def test_the_script_that_bash_is_given_names_the_command() -> None:
    script = ask("source_bash")
    assert "_APFA_COMPLETE=complete_bash" in script
    assert script.rstrip().endswith("apfa")
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
