"""Tasks, jobs, workers and index versions, as operators see and move them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from domain.jobs.job import JobKind, JobStage
from domain.jobs.task import NewTask, Queue, TaskState
from domain.jobs.worker import ProcessKind
from domain.paging import PageRequest
from domain.ports import UnitOfWork
from graph.types.node import global_id
from jobs.heartbeat import Heartbeat
from persistence.bootstrap import Resources

TASKS = """
query ($queue: Queue, $state: TaskState, $limit: Int! = 50) {
  tasks(queue: $queue, state: $state, limit: $limit) {
    id name state queue worker runtime attempt units unitsDone progress error cursor createdAt
    job { id kind state }
  }
}
"""
TRIGGER = """
mutation { triggerEmbeddingJob { ... on JobStarted { job { id kind state stage cursor } } } }
"""
REVOKE = """
mutation ($id: ID!) {
  revokeTask(id: $id) {
    __typename
    ... on RevokeTaskSuccess { task { id state } }
    ... on Failure { code message }
  }
}
"""


async def test_a_job_is_started_seen_and_stopped(admin: Any) -> None:
    job = (await admin.send(TRIGGER)).data["triggerEmbeddingJob"]["job"]
    assert (job["kind"], job["state"], job["stage"]) == ("EMBEDDING", "RUNNING", "EMBED")
    again = (await admin.send(TRIGGER)).data["triggerEmbeddingJob"]["job"]
    assert again["id"] == job["id"]  # joined, not started twice
    (task,) = (await admin.send(TASKS, {"queue": "EMBEDDING"})).data["tasks"]
    assert task["name"] == "embed_all_documents"
    assert task["state"] == "PENDING"
    assert task["runtime"] is None
    assert task["worker"] is None
    assert task["job"] == {"id": job["id"], "kind": "EMBEDDING", "state": "RUNNING"}
    revoked = (await admin.send(REVOKE, {"id": task["id"]})).data["revokeTask"]
    assert revoked == {
        "__typename": "RevokeTaskSuccess",
        "task": {"id": task["id"], "state": "REVOKED"},
    }
    ended = (await admin.send(REVOKE, {"id": task["id"]})).data["revokeTask"]
    assert (ended["__typename"], ended["code"]) == ("ConflictFailure", "CONFLICT")
    query = """
    query ($id: ID!) {
      job(id: $id) { state finishedAt progress { tasks tasksDone } tasks { nodes { state } } }
    }
    """
    found = (await admin.send(query, {"id": job["id"]})).data["job"]
    assert found["state"] == "REVOKED"
    assert found["finishedAt"]
    assert found["tasks"]["nodes"] == [{"state": "REVOKED"}]


async def test_what_is_not_there_is_said(admin: Any) -> None:
    missing = global_id("Task", uuid4())
    failed = (await admin.send(REVOKE, {"id": missing})).data["revokeTask"]
    assert failed["code"] == "NOT_FOUND"
    query = "query ($id: ID!) { task(id: $id) { id } node(id: $id) { id } }"
    assert (await admin.send(query, {"id": missing})).data == {"task": None, "node": None}
    job = global_id("Job", uuid4())
    answer = await admin.send("query ($id: ID!) { task(id: $id) { id } }", {"id": job})
    assert answer.code == "BAD_USER_INPUT"
    assert answer.error["extensions"]["argument"] == "id"


async def test_tasks_are_listed_by_queue_and_state_and_paged(
    admin: Any, resources: Resources
) -> None:
    async with resources.unit_of_work() as work:
        await add_tasks(work, Queue.EMBEDDING, 3)
        await add_tasks(work, Queue.MAINTENANCE, 2)
        await work.commit()

    async def count(**variables: Any) -> int:
        return len((await admin.send(TASKS, variables)).data["tasks"])

    assert await count() == 5
    assert await count(queue="MAINTENANCE") == 2
    assert await count(state="SUCCESS") == 0
    assert await count(limit=1) == 1
    for limit in (0, 101):
        answer = await admin.send(TASKS, {"limit": limit})
        assert answer.error["extensions"]["argument"] == "limit"
    page = """
    query ($after: Cursor) {
      taskConnection(queue: EMBEDDING, first: 2, after: $after) {
        edges { cursor node { id } } pageInfo { hasNextPage endCursor }
      }
    }
    """
    first = (await admin.send(page)).data["taskConnection"]
    second = (await admin.send(page, {"after": first["pageInfo"]["endCursor"]})).data
    ids = [
        edge["node"]["id"] for part in (first, second["taskConnection"]) for edge in part["edges"]
    ]
    assert len(set(ids)) == 3
    status = (await admin.send("{ queues { queue priority waiting running dead } }")).data["queues"]
    assert {each["queue"]: each["waiting"] for each in status}["EMBEDDING"] == 3


async def add_tasks(work: UnitOfWork, queue: Queue, number: int) -> None:
    job = await work.jobs.add(JobKind.EMBEDDING, stage=JobStage.EMBED, sealed=True, created_by=None)
    await work.tasks.enqueue(
        [NewTask("embed_document_batch", queue, job_id=job.id, units=10) for _ in range(number)]
    )


async def test_a_running_task_shows_who_runs_it_and_how_far_it_is(
    admin: Any, resources: Resources
) -> None:
    heartbeat = Heartbeat("worker-1", ProcessKind.WORKER, unit_of_work=resources.unit_of_work)
    await heartbeat.beat()
    async with resources.unit_of_work() as work:
        await add_tasks(work, Queue.EMBEDDING, 1)
        (task,) = (await work.tasks.page(PageRequest())).items
        claim = await work.tasks.claim(task.id, "worker-1")
        assert claim is not None
        await work.tasks.progress(claim, 4, 10)
        await work.commit()
    (shown,) = (await admin.send(TASKS, {"state": TaskState.STARTED})).data["tasks"]
    assert shown["worker"] == "worker-1"
    assert shown["progress"] == "40.00"
    assert shown["runtime"] >= 0
    (worker,) = (await admin.send("{ workers { name kind memoryBytes seenAt } }")).data["workers"]
    assert worker["name"] == "worker-1"
    assert worker["memoryBytes"] > 1_000_000


async def test_index_versions_and_their_swaps(admin: Any, resources: Resources) -> None:
    activate = """
    mutation ($number: Int!) {
      activateIndex(number: $number) {
        __typename
        ... on SwapRequested { version { number } task { name state } }
        ... on Failure { code message }
      }
    }
    """
    assert (await admin.send("{ activeIndex { number } }")).data == {"activeIndex": None}
    missing = (await admin.send(activate, {"number": 7})).data["activateIndex"]
    assert missing["code"] == "NOT_FOUND"
    rollback = "mutation { rollbackIndex { __typename ... on Failure { code message } } }"
    assert (await admin.send(rollback)).data["rollbackIndex"]["code"] == "CONFLICT"
    async with resources.unit_of_work() as work:
        version = await work.indexes.begin("words-64")
        await work.indexes.verifying(
            version.id, artefact="v-1", index_type="Flat", passages=3, size=5_000_000_000
        )
        await work.indexes.ready(version.id, {})
        await work.commit()
    listed = "{ indexes { nodes { number state passages sizeBytes rollout { nodes active } } } }"
    (shown,) = (await admin.send(listed)).data["indexes"]["nodes"]
    assert shown["sizeBytes"] == 5_000_000_000
    assert shown["rollout"] == {"nodes": 1, "active": 0}
    swap = (await admin.send(activate, {"number": version.number})).data["activateIndex"]
    assert swap["task"] == {"name": "hot_swap_index", "state": "PENDING"}
    rebuild = "mutation { rebuildIndex { ... on JobStarted { job { kind stage } } } }"
    job = (await admin.send(rebuild)).data["rebuildIndex"]["job"]
    assert job == {"kind": "REBUILD", "stage": "BUILD"}


async def test_background_work_is_for_operators(user: Any) -> None:
    for field in ("tasks { id }", "jobs { nodes { id } }", "workers { name }"):
        answer = await user.send(f"{{ {field} }}")
        assert answer.code == "FORBIDDEN"
        assert "admin:tasks:view" in answer.error["message"]


async def test_whoever_adds_a_document_sees_its_job_but_no_tasks(user: Any) -> None:
    add = """mutation { addDocuments(documents: [{text: "Mine.", title: "Mine"}]) {
        ... on AddDocumentsSuccess { job { kind %s } } } }"""
    answer = await user.send(add % "tasks { nodes { name } }")
    assert answer.code == "FORBIDDEN"
    assert "admin:tasks:view" in answer.error["message"]
