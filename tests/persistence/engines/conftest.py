from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psutil
import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from persistence.engines import EngineAddresses, local_engines
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey

REPOSITORY = Path(__file__).resolve().parents[3]

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
    """Another process that uses the engines of a data directory."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

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


class Bench:
    """A data directory, who uses it, and what can be seen of its engines from outside."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.users: list[User] = []

    def user(self, *, python: str = sys.executable, **options: Any) -> User:
        surroundings = {"env": {**os.environ, "PYTHONPATH": str(REPOSITORY)}, "cwd": "/"}
        process = subprocess.Popen(
            [python, "-c", USER, str(self.data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **{**surroundings, **options},
        )
        self.users.append(User(process))
        return self.users[-1]

    def processes(self) -> list[psutil.Process]:
        """The engines' main processes, known by the sockets that their command lines name."""
        return [process for _, process in self._named_processes()]

    def running(self) -> list[str]:
        return [name for name, _ in self._named_processes()]

    def _named_processes(self) -> list[tuple[str, psutil.Process]]:
        found = []
        for engine in (Postgres(self.data), Valkey(self.data)):
            run = engine.lifeline.read_text() if engine.lifeline.exists() else ""
            for process in psutil.process_iter():
                with suppress(psutil.Error):
                    if run and f"{run}/" in "".join(process.cmdline()).replace('"', "/"):
                        found.append((engine.name, process))
        return found

    def clear(self) -> None:
        """End what a failed test may have left running."""
        for user in self.users:
            if user.process.returncode is None:
                user.kill()
        for process in self.processes():
            process.kill()
        for engine in (Postgres(self.data), Valkey(self.data)):
            if engine.lifeline.exists() and (run := engine.lifeline.read_text()):
                shutil.rmtree(run, ignore_errors=True)

    @staticmethod
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

    @staticmethod
    @contextmanager
    def valkey(addresses: EngineAddresses) -> Iterator[redis.Redis]:
        with redis.Redis.from_url(addresses.redis_url or "", decode_responses=True) as client:
            yield client

    @staticmethod
    def run_directories(addresses: EngineAddresses) -> list[Path]:
        found = []
        if addresses.database_url is not None:
            found.append(Path(parse_qs(urlsplit(addresses.database_url).query)["host"][0]))
        if addresses.redis_url is not None:
            found.append(Path(unquote(urlsplit(addresses.redis_url).path)).parent)
        return found


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory (its first start has met a space) whose engines are at rest."""
    data = tmp_path_factory.mktemp("engines") / "the base"
    with local_engines(data):
        pass
    return data


@pytest.fixture
def bench_at() -> Iterator[Callable[[Path], Bench]]:
    """A bench at any path, which is at rest in the end, whatever has become of the test."""
    benches: list[Bench] = []

    def at(data: Path) -> Bench:
        benches.append(Bench(data))
        return benches[-1]

    yield at
    for bench in benches:
        bench.clear()


@pytest.fixture
def bench(base: Path, bench_at: Callable[[Path], Bench]) -> Bench:
    """A bench at the base, which all tests share that leave it as it was."""
    found = bench_at(base)
    assert found.running() == []
    return found


@pytest.fixture
def copied(base: Path, bench_at: Callable[[Path], Bench]) -> Iterator[Callable[[Path], Bench]]:
    """Copies the base to a path, for tests that need their own."""
    copies: list[Path] = []

    def copy(data: Path) -> Bench:
        data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-Rp", str(base), str(data)], check=True)
        copies.append(data)
        return bench_at(data)

    yield copy
    for data in copies:
        shutil.rmtree(data)
