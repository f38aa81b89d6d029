"""Every command in the documents is run against a real installation, or checked otherwise for a reason."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from graph.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "deploy/**/*.md", "docs/**/*.md")
    for path in sorted(ROOT.glob(pattern))
]
MARK = "-- that ended with"

# What is run, and what it must print.
RUN = {
    r"\.venv/bin/apfa ask ": r"\$1,264\.14",
    r"\.venv/bin/apfa search ": r"(?i)escrow",
    r"\.venv/bin/apfa ingest ": r"in all: 2 stored, 0 there already",
    r"\.venv/bin/apfa index list": r"ACTIVE",
    r"\.venv/bin/apfa index rollback": r"the swap back to version 1 is enqueued",
    r"\.venv/bin/apfa doctor": r"(Everything works|Nothing is broken)\.",
    r"python3 docs/examples/": r"Monthly payment 1264\.14\n(.*\n)*\[1\] ",
    r"export URL=": r"",
    r"TOKEN=\$\(curl ": r"",
    r"curl ": r'"value": *"1264\.14"',
    r"cp \.env\.example \.env$": r"",
}
# What needs Node; `make test-all` runs it.
RUN_WITH_NODE = {r"npx ": RUN[r"python3 docs/examples/"]}
# What is not run, and why.
CHECKED_OTHERWISE = {
    r"make ": "it would install, test or serve inside this very test: make says what it would do",
    r"docker compose ": "it needs Docker: services, options and commands are looked up",
    r"git pull$": "there is nowhere to pull from",
}


def commands(document: str) -> list[str]:
    """Return the commands of a document's sh blocks, each with all its lines, without remarks."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found: list[str] = []
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S):
        lines: list[str] = []
        for line in block.splitlines():
            lines.append(line if lines else re.sub(r"(^|\s+)# .*$", "", line))
            if _whole("\n".join(lines)):
                found += ["\n".join(lines)] if lines[0] else []
                lines = []
        assert not lines, f"{document}: this command does not end: {lines[0]}"
    return found


def _whole(text: str) -> bool:
    """Whether bash takes it for a whole command."""
    if text.endswith(("\\", "|")):
        return False
    return (
        subprocess.run(["bash", "-n", "-c", text], capture_output=True, check=False).returncode == 0
    )


def entry(command: str, table: dict[str, str]) -> str | None:
    """Return what a table says of a command; None if it says nothing."""
    return next((said for start, said in table.items() if re.match(start, command)), None)


def those_like(start: str) -> list[Any]:
    return [
        pytest.param(command, id=f"{document}-{command[:40]}")
        for document in DOCUMENTS
        for command in commands(document)
        if command.startswith(start)
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_says_what_language_it_is_in(document: str) -> None:
    """Else commands could hide from these tests."""
    fences = re.findall(r"^ *```(\w*)", (ROOT / document).read_text(encoding="utf-8"), re.M)
    assert set(fences[::2]) <= {"sh", "python", "ts", "mermaid", "graphql", "json", "yaml"}
    assert set(fences[1::2]) <= {""}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_is_run_or_checked_otherwise(document: str) -> None:
    for command in commands(document):
        tables = [
            t for t in (RUN, RUN_WITH_NODE, CHECKED_OTHERWISE) if entry(command, t) is not None
        ]
        assert len(tables) == 1, f"{document}: say in one table how this is checked: {command}"


def test_no_entry_of_the_tables_is_stale() -> None:
    everything = [command for document in DOCUMENTS for command in commands(document)]
    for table in (RUN, RUN_WITH_NODE, CHECKED_OTHERWISE):
        for start in table:
            assert any(re.match(start, command) for command in everything), start


@pytest.mark.slow
@pytest.mark.parametrize(
    "document", [d for d in DOCUMENTS if any(entry(c, RUN) is not None for c in commands(d))]
)
def test_commands_do_what_the_document_says(document: str, product: Any) -> None:
    known = [command for command in commands(document) if entry(command, RUN) is not None]
    for command, (code, printed) in zip(known, in_one_shell(known, product), strict=True):
        expected = entry(command, RUN)
        assert expected is not None
        assert code == 0, f"{command}\n{printed}"
        assert re.search(expected, printed), f"{command}\n{printed}"
        assert '"errors"' not in printed, printed


@pytest.mark.tools
def test_commands_that_need_node_do_what_the_readme_says(product: Any) -> None:
    assert shutil.which("npx"), "this needs Node 20 or newer with npm (.ci/run installs them)"
    known = [command for command in commands("README.md") if command.startswith(("export", "npx"))]
    *_, (code, printed) = in_one_shell(known, product)
    assert code == 0, printed
    assert re.search(RUN_WITH_NODE["npx "], printed), printed


@pytest.mark.tools
def test_the_program_in_typescript_has_no_type_errors() -> None:
    assert shutil.which("npx"), "this needs Node 20 or newer with npm (.ci/run installs them)"
    options = "--noEmit --strict --target es2022 --lib es2022,dom docs/examples/first_query.ts"
    said = subprocess.run(
        ["npx", "--yes", "-p", "typescript@5", "tsc", *options.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr


def in_one_shell(known: list[str], product: Any) -> list[tuple[int, str]]:
    """Run commands one after the other; return for each how it ended and what it printed.

    Only the address and the password that the document has for an example are put in.
    """
    script = "".join(f"{command}\nprintf '\\n{MARK} %s\\n' $?\n" for command in known)
    script = script.replace("http://127.0.0.1:8000", product.address)
    script = re.sub(r"(?<=PASSWORD=)[\w-]+$", product.password, script, flags=re.M)
    printed = product.run("bash", "-c", f"exec 2>&1\n{script}")
    parts = re.split(rf"^{MARK} (\d+)\n", printed, flags=re.M)
    return [(int(code), text) for text, code in zip(parts[::2], parts[1::2], strict=False)]


@pytest.mark.parametrize("command", those_like("make "))
def test_make_knows_what_it_is_asked_for(command: str) -> None:
    _, *words = shlex.split(command)
    said = subprocess.run(
        ["make", "-n", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert ".venv/bin/" in said.stdout


def understands(*words: str) -> bool:
    """Whether `apfa` has such a command with such options."""
    return CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


@pytest.mark.parametrize("command", those_like("docker compose "))
def test_compose_has_what_it_is_asked_for(command: str) -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    asked = compose_parser().parse_args(shlex.split(re.split(r" [<>|] ", command)[0])[2:])
    named = [each.partition("=")[0] for each in asked.scale or []] + asked.service
    assert set(named) <= set(services)
    if asked.command and asked.service[0] in ("api", "migrate") and not asked.entrypoint:
        words = asked.command
        if asked.action == "exec":  # `run` has the image's entry point before it
            assert words[0] == "apfa"
            words = words[1:]
        assert understands(*words), command


def compose_parser() -> argparse.ArgumentParser:
    """Read the part of Compose's command line that the documents use."""
    parser = argparse.ArgumentParser("docker compose")
    actions = parser.add_subparsers(dest="action", required=True)
    up, run, execute = (actions.add_parser(name) for name in ("up", "run", "exec"))
    for action in (up, run, execute):
        action.set_defaults(scale=None, command=None, entrypoint=None)
    for flag in ("-d", "--build", "--wait", "--no-recreate"):
        up.add_argument(flag, action="store_true")
    up.add_argument("--scale", action="append")
    up.add_argument("service", nargs="*")
    run.add_argument("--rm", action="store_true")
    run.add_argument("-v", action="append")
    run.add_argument("--entrypoint")
    execute.add_argument("-T", action="store_true")
    for action in (run, execute):
        action.add_argument("service", nargs=1)
        action.add_argument("command", nargs=argparse.REMAINDER)
    return parser


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_inside_sentences_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for words in re.findall(r"`apfa ([a-z][^`…]*)`", text):
        assert understands(*shlex.split(words)), f"{document}: apfa {words}"
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets, document


@pytest.mark.parametrize(
    ("language", "name"), [("python", "first_query.py"), ("ts", "first_query.ts")]
)
def test_the_readme_shows_the_programs_that_are_run(language: str, name: str) -> None:
    program = (ROOT / "docs" / "examples" / name).read_text(encoding="utf-8")
    assert f"```{language}\n{program}```\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_both_programs_send_the_same() -> None:
    """What they ask, and of what loan, differs in the language's own signs only."""
    asked = [
        (
            re.findall(r"(?:mutation|query) \(.*?^}", text, re.M | re.S),
            json.loads("{" + _loan(text) + "}"),
            re.findall(r'question"?: ("[^"]+")', text),
        )
        for text in (
            (ROOT / "docs/examples" / name).read_text()
            for name in ("first_query.py", "first_query.ts")
        )
    ]
    assert asked[0] == asked[1]


def _loan(text: str) -> str:
    found = re.search(r"loan = \{(.*)\}", text)
    assert found is not None
    return re.sub(r'(?<!")\b([a-zA-Z]+):', r'"\1":', found[1])
