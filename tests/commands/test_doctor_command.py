"""`apfa doctor` where nothing was ever started, on a whole installation, and on broken ones."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Role
from domain.accounts.management import create_user
from domain.jobs.task import Queue
from domain.jobs.worker import Process, ProcessKind
from domain.retrieval.weights import model_folder, weights_digest
from graph.doctor.configuration import masked
from persistence.bootstrap import Resources

Apfa = Callable[..., Awaitable[Any]]


def checks(said: Any) -> dict[str, tuple[str, str, str | None]]:
    """Each check's status, message and advice by its name."""
    return {
        each["name"]: (each["status"], each["message"], each["todo"])
        for each in said.json()["checks"]
    }


async def test_where_nothing_was_ever_started_it_says_so_and_leaves_no_trace(
    apfa: Apfa, tmp_path: Path
) -> None:
    said = await apfa("doctor", "--json")
    assert (said.code, said.err) == (0, "")
    found = checks(said)
    assert found["Postgres"] == (
        "warning",
        "the PostgreSQL of this machine was never started",
        "apfa demo",
    )
    assert found["Redis"][0] == "warning"
    assert found["encoder"][0] == "ok"
    assert weights_digest(model_folder()) in found["encoder"][1]
    assert said.json()["todo"] == ["apfa demo"]
    assert _entries(tmp_path) == []
    versions = said.json()["versions"]
    assert {"apfa", "python", "torch", "torch build", "faiss-cpu"} <= versions.keys()
    assert None not in versions.values()


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_people_are_told_the_same_and_the_next_command(apfa: Apfa) -> None:
    said = await apfa("doctor", COLUMNS="80")
    assert said.code == 0
    assert "Nothing is broken. To do next:\n  apfa demo\n" in said.out
    assert max(map(len, said.out.splitlines())) <= 80


def test_it_loads_no_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from graph.cli import app\n"
        "try: app(['doctor'])\n"
        "finally: print('torch loaded:', 'torch' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert said.stdout.endswith("torch loaded: False\n")


async def test_a_whole_installation_is_looked_at(
    on_engines: Apfa, resources: Resources, redis: Redis
) -> None:
    await redis.config_set("maxmemory-policy", "noeviction")
    found = checks(await on_engines("doctor", "--json"))
    assert found["Postgres"][0] == "ok"
    assert found["Postgres"][1].startswith("18.")
    assert found["Redis"][1].startswith("Valkey 9.")
    assert found["object store"][1].startswith("wrote, read and deleted an object in")
    assert list((resources.settings.data_directory / "objects").iterdir()) == []
    assert found["tables"][0] == "ok"
    assert found["API"] == ("warning", "none runs", "apfa up")
    assert found["queue embedding"][0] == "warning"
    assert found["index"][0] == "warning"
    assert found["users"][0] == "warning"

    await work_on(resources, [Queue.EMBEDDING])
    await create_user(
        "ada@example.org",
        Role.USER,
        "a long password",
        unit_of_work=resources.unit_of_work,
        passwords=resources.passwords,
    )
    await activate(resources, f"{weights_digest(model_folder())}-w256s32-fp32")
    said = await on_engines("doctor", "--json")
    found = checks(said)
    assert said.code == 0
    assert found["queue embedding"][:2] == ("ok", "workers: 1, tasks in hand: 1")
    assert found["queue indexing"][0] == "warning"
    assert found["queue indexing"][2] == "apfa worker indexing"
    assert found["index"][:2] == ("ok", "version 1, 3 passages")
    assert found["users"][:2] == ("ok", "1 can sign in")


async def work_on(resources: Resources, queues: list[Queue]) -> None:
    now = datetime.now(UTC)
    process = Process(
        *("worker-1", ProcessKind.WORKER, socket.gethostname(), os.getpid(), tuple(queues)),
        *(1, 0.0, 0, now, now),
    )
    async with resources.unit_of_work() as work:
        await work.processes.beat(process)
        await work.commit()


async def activate(resources: Resources, fingerprint: str) -> None:
    async with resources.unit_of_work() as work:
        version = await work.indexes.begin(fingerprint)
        await work.indexes.verifying(
            version.id, artefact="index-1", index_type="FLAT", passages=3, size=1
        )
        await work.indexes.ready(version.id, {})
        await work.indexes.activate(version.id)
        await work.commit()


async def test_an_index_of_another_encoder_is_a_problem(
    on_engines: Apfa, resources: Resources
) -> None:
    await activate(resources, "0123456789abcdef-w256s32-fp32")
    said = await on_engines("doctor", "--json")
    assert said.code == 1
    status, message, todo = checks(said)["index"]
    assert status == "problem"
    assert "other weights (0123456789abcdef" in message
    assert said.json()["todo"][0] == todo


async def test_a_database_without_tables_and_one_of_a_newer_version(
    on_engines: Apfa, empty_database: str, sql_engine: AsyncEngine
) -> None:
    said = await on_engines("doctor", "--json", APFA_DATABASE_URL=empty_database)
    assert checks(said)["tables"] == ("warning", "none yet", "apfa db migrate")
    assert said.code == 0
    async with sql_engine.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = '9999'"))
    said = await on_engines("doctor", "--json")
    assert said.code == 1
    assert checks(said)["tables"][0] == "problem"
    assert "API" not in checks(said)


async def test_a_redis_that_evicts_is_warned_of(on_engines: Apfa, redis: Redis) -> None:
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        found = checks(await on_engines("doctor", "--json"))
    finally:
        await redis.config_set("maxmemory-policy", "noeviction")
    assert found["Redis"][0] == "warning"
    assert "allkeys-lru" in found["Redis"][1]


@contextmanager
def silence(*, listening: bool) -> Iterator[int]:
    """A port of this machine where nobody answers: it is closed, or takes calls and says nothing."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if listening:
            taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize("listening", [False, True])
async def test_dead_addresses_are_told_of_in_a_few_seconds(apfa: Apfa, listening: bool) -> None:
    began = time.monotonic()
    with silence(listening=listening) as port:
        said = await apfa(
            "doctor",
            "--json",
            APFA_DATABASE_URL=f"postgresql://ada:s3cret@127.0.0.1:{port}/apfa",
            APFA_REDIS_URL=f"redis://:s3cret@127.0.0.1:{port}/0",
            APFA_CACHE_URL=f"redis://127.0.0.1:{port}/1",
        )
    assert time.monotonic() - began < 20
    assert said.code == 1
    found = checks(said)
    for name in ("Postgres", "Redis", "cache"):
        status, message, todo = found[name]
        assert status == "problem"
        assert ("4 seconds" if listening else "Connect call failed") in message
        assert todo is not None
        assert todo.startswith("start the service, or correct APFA_")
    assert "s3cret" not in said.out
    assert "ada:***@" in said.out


async def test_settings_that_are_unusable_unknown_or_in_a_file(apfa: Apfa, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("APFA_CACHE_URL=redis://cache\nPOSTGRES_PASSWORD=x\n")
    said = await apfa(
        *("doctor", "--json"),
        APFA_SEARCH_THREADS="many",
        APFA_DATABSE_URL="postgresql://db/apfa",
        APFA_REDIS_URL="http://redis",
    )
    assert said.code == 1
    found = checks(said)
    assert found["APFA_SEARCH_THREADS"][0] == "problem"
    assert found["APFA_REDIS_URL"][0] == "problem"
    assert found["APFA_DATABSE_URL"][0] == "warning"
    assert found["APFA_DATABSE_URL"][2] == "set APFA_DATABASE_URL instead"
    assert found[".env"][0] == "warning"
    assert "APFA_CACHE_URL" in found[".env"][1]
    settings = {each["name"]: each for each in said.json()["settings"]}
    assert settings["APFA_SEARCH_THREADS"] == {
        "name": "APFA_SEARCH_THREADS",
        "value": "many",
        "source": "environment",
    }
    assert settings["APFA_PORT"]["source"] == "default"


async def test_a_data_directory_that_cannot_be_and_an_encoder_that_is_none(
    apfa: Apfa, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "model").mkdir()
    said = await apfa("--data", "file/x", "doctor", "--json", APFA_ENCODER="model")
    found = checks(said)
    assert said.code == 1
    assert found["data directory"][:2] == ("problem", "file/x cannot be written")
    assert found["encoder"][0] == "problem"
    assert "safetensors" in found["encoder"][1]


async def test_an_encoder_of_the_hub_is_not_downloaded(apfa: Apfa, tmp_path: Path) -> None:
    said = await apfa("doctor", "--json", APFA_ENCODER="nobody/nothing", HF_HOME=str(tmp_path))
    status, message, todo = checks(said)["encoder"]
    assert (status, todo) == ("warning", "hf download nobody/nothing")
    assert "downloaded at the first start" in message


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("APFA_DATABASE_URL", "postgresql://ada:p@ss:w@db/apfa", "postgresql://ada:***@db/apfa"),
        ("APFA_REDIS_URL", "redis://:x@r:6379/0", "redis://:***@r:6379/0"),
        ("APFA_DATABASE_URL", "postgresql://db/a?password=x&user=y", "postgresql://db/a?password=***&user=y"),
        ("APFA_MODEL_KEY", "abc", "***"),
        ("APFA_DATA_DIRECTORY", "/srv/a@b", "/srv/a@b"),
        ("APFA_OBJECTS_URL", "s3://bucket/prefix", "s3://bucket/prefix"),
    ],
)  # fmt: skip
def test_secrets_are_masked(name: str, value: str, shown: str) -> None:
    assert masked(name, value) == shown
