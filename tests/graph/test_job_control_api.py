"""Jobs paused, resumed, stopped and repeated; schedules; workers and queues watched."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from domain.access import Role
from domain.jobs.job import JobKind, JobStage
from domain.jobs.starting import start_embedding_job
from domain.jobs.task import NewTask, Queue
from domain.jobs.worker import ProcessKind
from graph.types.node import global_id
from jobs.heartbeat import Heartbeat
from persistence.bootstrap import Resources

CHANGED = """{
  __typename
  ... on JobChanged { job { id state finishedAt error progress { tasks tasksDone errors } } }
  ... on Failure { code message }
}"""
SCHEDULE = """{
  name cron timeZone enabled next last { at outcome task { id name state job { state } } }
}"""


def change(name: str) -> str:
    return f"mutation ($id: ID!) {{ {name}(id: $id) {CHANGED} }}"


async def test_a_job_is_paused_resumed_stopped_and_repeated(
    admin: Any, resources: Resources
) -> None:
    job = await start_embedding_job(None, unit_of_work=resources.unit_of_work)
    identifier = {"id": global_id("Job", job.id)}

    async def state_after(name: str) -> str:
        changed = (await admin.send(change(name), identifier)).data[name]
        return str(changed["job"]["state"] if "job" in changed else changed["code"])

    assert await state_after("pauseJob") == "PAUSED"
    assert await state_after("pauseJob") == "CONFLICT"
    shown = "query ($id: ID!) { job(id: $id) { state finishedAt } }"
    assert (await admin.send(shown, identifier)).data["job"] == {
        "state": "PAUSED",
        "finishedAt": None,
    }
    status = (await admin.send("{ queues { queue waiting paused } }")).data["queues"]
    assert {"queue": "EMBEDDING", "waiting": 0, "paused": 1} in status
    joined = "mutation { triggerEmbeddingJob { ... on JobStarted { job { id state } } } }"
    again = (await admin.send(joined)).data["triggerEmbeddingJob"]["job"]
    assert again == {"id": identifier["id"], "state": "PAUSED"}
    assert await state_after("resumeJob") == "RUNNING"
    assert await state_after("revokeJob") == "REVOKED"
    assert await state_after("resumeJob") == "CONFLICT"
    assert await state_after("retryJob") == "RUNNING"


async def test_several_jobs_at_once(admin: Any, resources: Resources) -> None:
    ids = []
    async with resources.unit_of_work() as work:
        for _ in range(2):
            job = await work.jobs.add(
                JobKind.INGEST, stage=JobStage.EMBED, sealed=True, created_by=None
            )
            ids.append(global_id("Job", job.id))
        await work.commit()
    both = f"mutation ($a: ID!, $b: ID!) {{ a: pauseJob(id: $a) {CHANGED} b: pauseJob(id: $b) {CHANGED} }}"
    answer = (await admin.send(both, {"a": ids[0], "b": ids[1]})).data
    assert {each["job"]["state"] for each in answer.values()} == {"PAUSED"}


@pytest.mark.parametrize("name", ["pauseJob", "resumeJob", "revokeJob", "retryJob"])
async def test_a_job_that_is_not_there(admin: Any, user: Any, name: str) -> None:
    missing = {"id": global_id("Job", uuid4())}
    assert (await admin.send(change(name), missing)).data[name]["code"] == "NOT_FOUND"
    answer = await user.send(change(name), missing)
    assert answer.code == "FORBIDDEN"


async def test_schedules_are_shown_disabled_and_run(admin: Any, resources: Resources) -> None:
    shown = (await admin.send(f"{{ schedules {SCHEDULE} }}")).data["schedules"]
    by_name = {each["name"]: each for each in shown}
    hourly = by_name["embed_all_documents"]
    assert (hourly["cron"], hourly["timeZone"]) == ("0 * * * *", "UTC")
    assert hourly["enabled"]
    assert hourly["last"] is None
    ahead = datetime.fromisoformat(hourly["next"]) - datetime.now(UTC)
    assert 0 < ahead.total_seconds() <= 3_600

    def steer(name: str) -> str:
        return (
            f"mutation ($name: String!) {{ {name}(name: $name) {{ __typename "
            f"... on ScheduleChanged {{ schedule {SCHEDULE} }} ... on Failure {{ code message }} }} }}"
        )

    which = {"name": "embed_all_documents"}
    off = (await admin.send(steer("disableSchedule"), which)).data["disableSchedule"]["schedule"]
    assert (off["enabled"], off["next"]) == (False, None)
    ran = (await admin.send(steer("runSchedule"), which)).data["runSchedule"]["schedule"]
    assert not ran["enabled"]
    assert ran["last"]["outcome"] is None
    assert ran["last"]["task"]["name"] == "embed_all_documents"
    assert ran["last"]["task"]["job"] == {"state": "RUNNING"}
    again = (await admin.send(steer("runSchedule"), which)).data["runSchedule"]["schedule"]
    assert again["last"]["task"]["id"] == ran["last"]["task"]["id"]  # joined
    async with resources.unit_of_work() as work:
        kept = (await work.schedules.keeping())["embed_all_documents"]
        assert kept.last is not None
        await work.tasks.request_revokes([kept.last.task_id])
        await work.commit()
    on = (await admin.send(steer("enableSchedule"), which)).data["enableSchedule"]["schedule"]
    assert on["enabled"]
    assert on["last"]["outcome"] == "REVOKED"
    for name in ("enableSchedule", "disableSchedule", "runSchedule"):
        missing = (await admin.send(steer(name), {"name": "tea"})).data[name]
        assert missing["code"] == "NOT_FOUND"


async def test_workers_are_watched(open_socket: Any, admin: Any, resources: Resources) -> None:
    socket = await open_socket()
    await socket.start(admin.token)
    await socket.subscribe("subscription { workerHealth { name busy queues } }")
    assert (await socket.receive())["payload"]["data"] == {"workerHealth": []}
    heartbeat = Heartbeat(
        "worker-1",
        ProcessKind.WORKER,
        unit_of_work=resources.unit_of_work,
        queues=(Queue.INDEXING,),
    )
    began = time.monotonic()
    await heartbeat.beat()
    workers = (await socket.receive())["payload"]["data"]["workerHealth"]
    assert workers == [{"name": "worker-1", "busy": 0, "queues": ["INDEXING"]}]
    assert time.monotonic() - began < 5


async def test_queues_are_watched_and_say_nothing_while_nothing_changes(
    open_socket: Any, sign_in: Any, resources: Resources
) -> None:
    adviser = await sign_in(Role.FINANCIAL_ADVISOR)  # who sees metrics, and no tasks
    socket = await open_socket()
    await socket.start(adviser.token)
    await socket.subscribe("subscription { queueStats { queue waiting } }")
    first = (await socket.receive())["payload"]["data"]["queueStats"]
    assert [each["waiting"] for each in first] == [0, 0, 0]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1.5):
            await socket.connection.recv()
    async with resources.unit_of_work() as work:
        await work.tasks.enqueue([NewTask("build_faiss_index", Queue.INDEXING)])
        await work.commit()
    second = (await socket.receive())["payload"]["data"]["queueStats"]
    assert {each["queue"]: each["waiting"] for each in second}["INDEXING"] == 1
    await socket.subscribe("subscription { workerHealth { name } }")
    assert "FORBIDDEN" in str(await socket.receive())
