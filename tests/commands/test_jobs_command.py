"""`apfa jobs` and `apfa schedule`: what operators do by API, done from a terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.jobs.attempt import claim_task, give_up_or_retry
from domain.jobs.job import JobKind, JobStage, JobState
from domain.jobs.starting import start_embedding_job
from domain.jobs.task import NewTask, Queue
from graph.commands.short_ids import short_id
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
    assert said.out == f"job {short_id(job.id)} is RUNNING\n"
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
    assert short_id(first) in shown.out
    assert short_id(second) not in shown.out
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


@pytest.mark.parametrize("words", [(), ("--all", "--queue", "indexing"), ("4be07c93d1", "--all")])
def test_which_letters_are_meant_is_said_in_one_way(
    apfa_here: Callable[..., Any], words: tuple[str, ...]
) -> None:
    said = apfa_here("jobs", "discard", *words)
    assert (said.code, said.out) == (1, "")
    assert "one of the three" in said.err


async def test_an_id_is_named_by_its_end(on_engines: Apfa, resources: Resources) -> None:
    job = await start_embedding_job(None, unit_of_work=resources.unit_of_work)
    for written in (short_id(job.id), short_id(job.id)[-6:].upper(), str(job.id)):
        assert (await on_engines("jobs", "pause", written)).code == 0
        assert (await on_engines("jobs", "resume", written)).code == 0
    dead = await die(resources, "disk full")
    none = await on_engines("jobs", "dead", "--job", short_id(job.id))
    assert none.out == "no dead letters\n"
    requeued = await on_engines("jobs", "requeue", short_id(dead), "--json")
    assert requeued.json()["ids"] == [global_id("Task", dead)]


async def test_an_ending_is_of_one_id_alone(
    on_engines: Apfa, resources: Resources, sql_engine: AsyncEngine
) -> None:
    async with resources.unit_of_work() as work:
        for _ in range(2):
            await work.jobs.add(JobKind.REBUILD, stage=JobStage.BUILD, sealed=True, created_by=None)
        await work.commit()
    async with sql_engine.begin() as connection:
        await connection.execute(
            text("update jobs set id = overlay(id::text placing 'abcdef' from 31)::uuid")
        )
    several = await on_engines("jobs", "pause", "abcdef")
    assert (several.code, several.err) == (
        1,
        "apfa: the ids of several jobs end in abcdef: give more of it\n",
    )
    none = await on_engines("jobs", "pause", "abc000")
    assert (none.code, none.err) == (1, "apfa: there is no job whose id ends in abc000\n")
    neither = await on_engines("jobs", "pause", "xyz")
    assert (neither.code, neither.out) == (1, "")


async def test_lists_fit_a_terminal_of_80_columns(on_engines: Apfa, resources: Resources) -> None:
    names = ("purge_removed_documents", "compute_index_stats")
    async with resources.unit_of_work() as work:
        for kind in (JobKind.PRIVATE_INGEST, JobKind.PRIVATE_UPLOAD):
            job = await work.jobs.add(kind, stage=JobStage.EMBED, sealed=True, created_by=None)
            new = NewTask("embed_document_batch", Queue.EMBEDDING, job_id=job.id, units=1_000_000)
            await work.tasks.enqueue([new])
            await work.jobs.move(job.id, state=JobState.FAILED, error="so many words " * 20)
        await work.commit()
    await die(resources, "so many words " * 20)
    for name in names:
        await on_engines("schedule", "run", name)
    await on_engines("user", "add", "somebody@example.org", "--role", "FINANCIAL_ADVISOR")
    lists = {
        ("jobs", "list"): short_id(job.id),
        ("jobs", "dead"): "compute_index_stats",
        ("schedule", "list"): "purge_removed_documents",
        ("index", "golden", "seed"): "loan-to-value-and-pmi",
        ("user", "list"): "somebody@example.org",
    }
    for words, whole in lists.items():
        listed = (await on_engines(*words, COLUMNS="80")).out
        assert whole in listed, words
        assert max(map(len, listed.splitlines())) <= 80, words


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
