"""`apfa jobs` and `apfa schedule`: what operators do by API, done from a terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from domain.jobs.attempt import claim_task, give_up_or_retry
from domain.jobs.starting import start_embedding_job
from domain.jobs.task import NewTask, Queue
from graph.schema import print_schema
from graph.types.node import global_id
from persistence.bootstrap import Resources

Apfa = Callable[..., Awaitable[Any]]


def fields_of(kind: str) -> set[str]:
    body = print_schema().partition(f"type {kind} ")[2].partition("\n}")[0]
    lines = (line.strip() for line in body.splitlines())
    return {line.partition(":")[0].partition("(")[0] for line in lines if ":" in line}


async def die(resources: Resources, error: str) -> UUID:
    """Have a task use up its retries."""
    store = resources.unit_of_work
    async with store() as work:
        new = NewTask("compute_index_stats", Queue.MAINTENANCE, {"error": error})
        (task,) = await work.tasks.enqueue([new])
        await work.commit()
    claim = await claim_task(task.id, "ghost", unit_of_work=store)
    assert claim is not None
    await give_up_or_retry(claim, RuntimeError(error), unit_of_work=store)
    return task.id


async def test_jobs_are_listed_paused_and_resumed(on_engines: Apfa, resources: Resources) -> None:
    assert (await on_engines("jobs", "list", "--json")).json() == []
    job = await start_embedding_job(None, unit_of_work=resources.unit_of_work)
    identifier = global_id("Job", job.id)
    (paused,) = (await on_engines("jobs", "pause", identifier, "--json")).json()
    assert (paused["id"], paused["state"]) == (identifier, "PAUSED")
    twice = await on_engines("jobs", "pause", identifier)
    assert (twice.code, twice.err) == (
        1,
        "apfa: that needs a job which is RUNNING; this one is PAUSED\n",
    )
    (listed,) = (await on_engines("jobs", "list", "--json")).json()
    assert listed["state"] == "PAUSED"
    assert listed.keys() <= fields_of("Job")
    assert listed["progress"].keys() == fields_of("JobProgress")
    said = await on_engines("jobs", "resume", identifier)
    assert said.out == f"job {identifier} is RUNNING\n"
    for command, state in (("revoke", "REVOKED"), ("retry", "RUNNING")):
        (changed,) = (await on_engines("jobs", command, identifier, "--json")).json()
        assert changed["state"] == state


async def test_dead_letters_are_listed_requeued_and_discarded(
    on_engines: Apfa, resources: Resources
) -> None:
    assert (await on_engines("jobs", "dead")).out == "no dead letters\n"
    first, second = await die(resources, "disk full"), await die(resources, "no memory")
    newest, _ = (await on_engines("jobs", "dead", "--json")).json()
    assert newest["task"]["id"] == global_id("Task", second)
    assert newest["arguments"] == {"error": "no memory"}
    assert newest["task"]["error"] == "RuntimeError: no memory"
    assert newest.keys() <= fields_of("DeadLetter")
    assert newest["task"].keys() <= fields_of("Task")
    shown = await on_engines("jobs", "dead", "--error", "DISK", "--queue", "maintenance")
    assert global_id("Task", first) in shown.out
    assert global_id("Task", second) not in shown.out
    assert "RuntimeError: disk full" in shown.out

    requeued = (await on_engines("jobs", "requeue", global_id("Task", first), "--json")).json()
    assert requeued == {
        "count": 1,
        "ids": [global_id("Task", first)],
        "left": 0,
        "skipped": [],
    }
    said = await on_engines("jobs", "discard", "--all")
    assert said.out == "discarded: 1\n"
    assert (await on_engines("jobs", "dead", "--json")).json() == []


@pytest.mark.parametrize("words", [(), ("--all", "--queue", "indexing"), ("VGFzazox", "--all")])
def test_which_letters_are_meant_is_said_in_one_way(
    apfa_here: Callable[..., Any], words: tuple[str, ...]
) -> None:
    said = apfa_here("jobs", "discard", *words)
    assert (said.code, said.out) == (1, "")
    assert "one of the three" in said.err


async def test_schedules_are_listed_disabled_and_run(on_engines: Apfa) -> None:
    hourly, *_ = (
        await on_engines("schedule", "list", "--json", APFA_TIME_ZONE="Asia/Tokyo")
    ).json()
    assert hourly.keys() <= fields_of("Schedule")
    assert (hourly["name"], hourly["timeZone"]) == ("embed_all_documents", "Asia/Tokyo")
    assert datetime.fromisoformat(hourly["next"]).minute == 0
    ran = (await on_engines("schedule", "run", "compute_index_stats", "--json")).json()
    assert (ran["last"]["task"]["name"], ran["last"]["outcome"]) == ("compute_index_stats", None)
    said = await on_engines("schedule", "disable", "compute_index_stats")
    assert said.out == "compute_index_stats is disabled\n"
    listed = (await on_engines("schedule", "list")).out
    assert "disabled" in listed
    unknown = await on_engines("schedule", "enable", "tea")
    assert (unknown.code, unknown.err) == (1, "apfa: there is no schedule tea\n")
