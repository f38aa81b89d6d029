"""Help teaches: every command has a purpose and examples, and each example is one that works."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from graph.cli import app
from graph.commands.resources import console
from graph.commands.teaching import HEADING, WIDEST

ROOT = typer.main.get_command(app)


def leaves(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that call it."""
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, each in command.commands.items():
        yield from leaves(each, *path, name)


COMMANDS = dict(leaves(ROOT))
NAMES = [" ".join(path) for path in COMMANDS]


def examples_of(command: Any) -> list[str]:
    shown = command.help.partition(f"[bold]{HEADING}[/bold]\n[cyan]")[2].removesuffix("[/cyan]")
    lines = re.sub(r"\\(\[)", r"\1", shown).splitlines()
    return "\n".join(line[2:] for line in lines).replace("\\\n", " ").splitlines()


def arguments_of(example: str) -> list[str]:
    """The words that `apfa` itself gets."""
    called = re.search(r"\bapfa .*", example.replace("$(", "").replace(')"', ""))
    assert called is not None, example
    lexer = shlex.shlex(called[0], posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    words = list(lexer)
    end = next((n for n, word in enumerate(words) if word in {"|", ">"}), len(words))
    return words[1:end]


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the repository, where files that examples name are; what parsing `--json` sets is undone."""
    monkeypatch.chdir(Path(__file__).parents[2])
    yield
    console.stderr = False


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_examples_that_parse(name: str) -> None:
    command = COMMANDS[tuple(name.split())]
    examples = examples_of(command)
    assert examples
    for example in examples:
        arguments = arguments_of(example)
        found, context = ROOT, ROOT.make_context("apfa", list(arguments))
        while hasattr(found, "commands"):
            rest = [*context._protected_args, *context.args]
            word, inner, rest = found.resolve_command(context, rest)
            assert inner is not None
            assert word is not None
            context = inner.make_context(word, rest, parent=context)
            found = inner
        assert found is command, f"the example of {name} calls another command: {example}"


@pytest.mark.parametrize("name", NAMES)
def test_help_fits_a_terminal_of_80_columns_and_names_every_option(name: str) -> None:
    shown = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "80"})
    assert shown.exit_code == 0
    assert f"\n {HEADING}" in shown.stdout
    command = COMMANDS[tuple(name.split())]
    for line in command.help.partition("[cyan]")[2].splitlines():
        plain = line.replace("\\[", "[").removesuffix("[/cyan]")
        assert len(plain) <= WIDEST
        assert plain.strip() in shown.stdout
    for parameter in command.params:
        assert getattr(parameter, "help", None) or getattr(parameter, "hidden", False), parameter


def test_a_purpose_is_one_sentence() -> None:
    for name, command in COMMANDS.items():
        purpose = command.help.partition("\n")[0]
        assert purpose.endswith("."), name
        assert len(purpose) < 120, name
