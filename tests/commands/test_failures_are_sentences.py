"""However a command fails: one clear sentence, an exit code, and no traceback."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

Apfa = Callable[..., Awaitable[Any]]
ApfaHere = Callable[..., Any]
LOAN = ("ask", "What will it cost?", "--amount")


def assert_sentence(said: Any, *parts: str) -> None:
    """It failed with one line on standard error that holds these parts; nothing was unexpected."""
    assert said.code == 1
    assert said.err.startswith("apfa: ")
    assert said.err.count("\n") == 1, said.err
    assert "unexpected" not in said.err
    for part in parts:
        assert part in said.err


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ((*LOAN, "200000", "--rate", "6,5"), "--rate"),
        ((*LOAN, "200000", "--rate", "-1"), "--rate"),
        ((*LOAN, "200000", "--rate", "101"), "100"),
        ((*LOAN, "abc"), "--amount"),
        ((*LOAN, "NaN"), "--amount"),
        ((*LOAN, "1e6"), "--amount"),
        ((*LOAN, "-5"), "must be"),
        ((*LOAN, "0"), "must be more than 0"),
        ((*LOAN, "1.005"), "--amount"),
        ((*LOAN, "1000", "--rate", "5", "--months", "0"), "from 1 to 600"),
        ((*LOAN, "1000", "--rate", "5", "--months", "1000000"), "from 1 to 600"),
        ((*LOAN, "1000", "--rate", "5", "--start", "2026-02-30"), "--start"),
        (("ask", "?"), "3 to 2,000 characters"),
        (("ask", "x" * 2_001), "3 to 2,000 characters"),
        (("--data", "file/x", "index", "list"), "--data"),
        (("health",), "apfa up"),
    ],
)
def test_what_cannot_be_used(
    apfa_here: ApfaHere, tmp_path: Path, arguments: tuple[str, ...], part: str
) -> None:
    (tmp_path / "file").touch()
    assert_sentence(apfa_here(*arguments), part)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("nonsense",), "nonsense"),
        (("user", "add", "ada@example.org", "--role", "KING"), "KING"),
        (("search", "x", "--first", "0"), "--first"),
        (("ask", "What?", "--months", "many"), "--months"),
        (("index", "activate", "0"), "NUMBER"),
        (("index", "activate", "99999999999999999999"), "NUMBER"),
        (("serve", "--port", "65536"), "--port"),
        (("worker", "nonsense"), "nonsense"),
        (("schema", "--check", "nowhere"), "nowhere"),
    ],
)
def test_what_the_command_line_itself_refuses(
    apfa_here: ApfaHere, tmp_path: Path, arguments: tuple[str, ...], part: str
) -> None:
    said = apfa_here(*arguments)
    assert said.code == 2
    assert part in said.err
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []  # and nothing was started for it


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APFA_DATABASE_URL", "mysql://db/apfa"),
        ("APFA_REDIS_URL", "http://redis"),
        ("APFA_CACHE_URL", "nonsense"),
        ("APFA_OBJECTS_URL", "nonsense"),
        ("APFA_OBJECTS_URL", "ftp://files"),
        ("APFA_SEARCH_THREADS", "many"),
        ("APFA_ENCODER_THREADS", "0"),
        ("APFA_TIME_ZONE", "Mars/Olympus"),
        ("APFA_ALLOWED_ORIGINS", "https://a.example"),
    ],
)
def test_unusable_settings_are_named_before_anything_starts(
    apfa_here: ApfaHere, tmp_path: Path, name: str, value: str
) -> None:
    assert_sentence(apfa_here("up", "--port", "0", **{name: value}), name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "nobody.invalid"])
async def test_a_database_that_is_away(apfa: Apfa, host: str) -> None:
    with socket.socket() as taken:  # bound but not listening: nobody can answer there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        dead = {
            "APFA_DATABASE_URL": f"postgresql://ada:s3cret@{host}:{port}/apfa",
            "APFA_REDIS_URL": f"redis://127.0.0.1:{port}",
        }
        for arguments in (("index", "list"), ("up", "--port", "0"), ("user", "list")):
            said = await apfa(*arguments, **dead)
            assert "s3cret" not in said.err
            assert_sentence(said, "APFA_DATABASE_URL")


async def test_a_database_that_is_not_there_or_lets_nobody_in(
    on_engines: Apfa, settings: dict[str, str | None]
) -> None:
    url = settings["APFA_DATABASE_URL"]
    assert url is not None
    named = url.replace("/apfa_test_", "/nothing_")
    assert named != url
    assert_sentence(await on_engines("index", "list", APFA_DATABASE_URL=named), "does not exist")


async def test_an_object_store_that_cannot_be_opened(on_engines: Apfa, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = f"file://{tmp_path}/file/objects"
    assert_sentence(await on_engines("index", "list", APFA_OBJECTS_URL=place), "APFA_OBJECTS_URL")


def test_a_port_that_is_taken(apfa_here: ApfaHere, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("up", "serve", "demo"):
            assert_sentence(apfa_here(command, "--port", port), f"port {port}", "taken")
    assert list(tmp_path.iterdir()) == []
    assert_sentence(apfa_here("serve", "--host", "no host"), "no host")


async def test_index_versions_that_are_not_there(on_engines: Apfa) -> None:
    assert_sentence(await on_engines("index", "activate", "99"), "no index version", "99")
    assert_sentence(await on_engines("index", "rollback"), "no version served before")
    assert_sentence(await on_engines("index", "rollback", "--json"), "no version served before")


async def test_accounts_that_cannot_be(on_engines: Apfa) -> None:
    assert (await on_engines("user", "add", "ada@example.org")).code == 0
    assert_sentence(await on_engines("user", "add", "Ada@Example.org"), "there is an account")
    assert_sentence(await on_engines("user", "add", "ada"), "not an e-mail address")


async def test_files_that_cannot_be_read_are_named_and_the_rest_goes_on(
    on_engines: Apfa, tmp_path: Path
) -> None:
    (tmp_path / "good.md").write_text("# Loans\n\nText.")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "empty").mkdir()
    said = await on_engines(
        *("ingest", "--no-wait", "--json"), *("gone.md", "good.md", "loop.md", "empty", "*.xyz")
    )
    assert said.code == 1
    assert "Traceback" not in said.err
    files = {file["path"]: file for file in said.json()["files"]}
    assert files["good.md"]["stored"] == 1
    assert files["gone.md"]["error"] == "no such file or folder"
    assert {name for name, file in files.items() if file["error"]} == {
        *("gone.md", "loop.md", "empty", "*.xyz")
    }


def test_a_reader_that_leaves_early_is_no_failure(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "graph.cli", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
