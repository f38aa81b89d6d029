"""`--json`: one document on standard output, names and ids as the API has them; people read beside it."""

from __future__ import annotations

import os
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.jobs.task import Queue
from domain.jobs.worker import Process, ProcessKind
from graph.schema import print_schema
from graph.types.node import read_global_id
from persistence.bootstrap import Resources

Apfa = Callable[..., Awaitable[Any]]


def fields_of(kind: str) -> set[str]:
    """The names of a type's fields in the schema."""
    body = print_schema().partition(f"type {kind} ")[2].partition("\n}")[0]
    lines = (line.strip() for line in body.splitlines())
    return {line.partition(":")[0].partition("(")[0] for line in lines if ":" in line}


async def test_accounts(on_engines: Apfa) -> None:
    added = (await on_engines("user", "add", "ada@example.org", "--role", "ADMIN", "--json")).json()
    assert read_global_id(added["id"])[0] == "User"
    assert (added["role"], added["mustChangePassword"]) == ("ADMIN", True)
    assert len(added.pop("oneTimePassword")) >= 12
    listed = await on_engines("user", "list", "--json")
    assert listed.json() == [added]
    assert added.keys() - {"disabled"} <= fields_of("User")


async def test_index_versions_and_jobs(on_engines: Apfa, resources: Resources) -> None:
    assert (await on_engines("index", "list", "--json")).json() == []
    async with resources.unit_of_work() as work:
        for number in (1, 2):
            version = await work.indexes.begin("weights-w256s32-fp32")
            await work.indexes.verifying(
                version.id, artefact=f"index-{number}", index_type="FLAT", passages=3, size=1
            )
            await work.indexes.ready(version.id, {})
            await work.indexes.activate(version.id)
        await work.commit()
    second, first = (await on_engines("index", "list", "--json")).json()
    assert (second["number"], second["state"], first["state"]) == (2, "ACTIVE", "RETIRED")
    assert read_global_id(second["id"]) == ("IndexVersion", version.id)
    assert second.keys() <= fields_of("IndexVersion")
    back = (await on_engines("index", "rollback", "--json")).json()
    assert back["version"] == first
    assert read_global_id(back["task"]["id"])[0] == "Task"
    rebuild = (await on_engines("index", "rebuild", "--json")).json()
    assert read_global_id(rebuild["job"]["id"])[0] == "Job"
    assert rebuild["job"].keys() <= fields_of("Job")


async def test_what_became_of_each_file(on_engines: Apfa, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Loans\n\nText.")
    (tmp_path / "b.jsonl").write_text('{"id": "1", "text": "One."}\nnot json\n')
    said = await on_engines("ingest", "--no-wait", "--json", "a.md", "b.jsonl", "c.md")
    assert said.code == 1
    result = said.json()
    assert result["succeeded"] is False
    assert result["files"] == [
        kept("a.md", stored=1),
        kept("b.jsonl", stored=1, unreadable=1),
        kept("c.md", error="no such file or folder"),
    ]
    assert result["total"] == {"stored": 2, "known": 0, "replaced": 0, "unreadable": 1}
    assert read_global_id(result["job"]["id"])[0] == "Job"
    assert "in all: 2 stored" in said.err
    again = await on_engines("ingest", "--no-wait", "--json", "a.md")
    assert (again.code, again.json()["succeeded"]) == (0, True)
    assert again.json()["files"] == [kept("a.md", known=1)]


def kept(path: str, error: str | None = None, **counts: int) -> dict[str, Any]:
    none = {"stored": 0, "known": 0, "replaced": 0, "unreadable": 0}
    return {"path": path, **none, **counts, "error": error}


async def test_health(on_engines: Apfa, resources: Resources) -> None:
    now = datetime.now(UTC)
    process = Process(
        *("worker-1", ProcessKind.WORKER, socket.gethostname(), os.getpid()),
        *((Queue.EMBEDDING,), 0, 0.0, 0, now, now),
    )
    async with resources.unit_of_work() as work:
        await work.processes.beat(process)
        await work.commit()
    said = await on_engines("health", "worker", "embedding", "--json")
    (worker,) = said.json()
    assert (worker["name"], worker["queues"]) == ("worker-1", ["EMBEDDING"])
    assert "worker-1 works" in said.err
