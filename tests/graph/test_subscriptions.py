"""Watching: what changed is told, in order, at a bearable pace, to those who may know."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from domain.jobs.job import JobState
from domain.jobs.starting import start_embedding_job
from domain.jobs.task import NewTask, Queue, TaskState
from domain.jobs.worker import ProcessKind
from domain.paging import PageRequest
from graph.types.connection import event_cursor
from graph.types.node import global_id
from jobs.heartbeat import Heartbeat
from persistence.bootstrap import Resources

TASK_UPDATED = """
subscription ($queue: Queue, $after: Cursor) {
  taskUpdated(queue: $queue, after: $after) {
    gap cursor tasks { id name state queue worker runtime progress }
  }
}
"""
PROGRESS = """
subscription ($jobId: ID!) {
  batchProgress(jobId: $jobId) { job { id state stage } progress { tasks tasksDone total done } }
}
"""


async def enqueue(resources: Resources, queue: Queue, name: str = "embed_document_batch") -> Any:
    async with resources.unit_of_work() as work:
        (task,) = await work.tasks.enqueue([NewTask(name, queue, units=10)])
        await work.commit()
    return task


async def test_tasks_are_told_of_as_they_change(
    open_socket: Any, admin: Any, resources: Resources
) -> None:
    worker = Heartbeat("worker-1", ProcessKind.WORKER, unit_of_work=resources.unit_of_work)
    await worker.beat()
    position = (await admin.send("{ tasks { cursor } }")).data["tasks"]
    assert position == []
    socket = await open_socket()
    await socket.start(admin.token)
    async with resources.unit_of_work() as work:
        start = event_cursor(await work.events.position())
    await socket.subscribe(TASK_UPDATED, {"queue": "EMBEDDING", "after": start})
    task = await enqueue(resources, Queue.EMBEDDING)
    await enqueue(resources, Queue.MAINTENANCE)
    update = (await socket.receive())["payload"]["data"]["taskUpdated"]
    assert not update["gap"]
    (shown,) = update["tasks"]
    assert shown["id"] == global_id("Task", task.id)
    assert (shown["state"], shown["queue"], shown["runtime"]) == ("PENDING", "EMBEDDING", None)
    async with resources.unit_of_work() as work:
        claim = await work.tasks.claim(task.id, "worker-1")
        assert claim is not None
        await work.tasks.progress(claim, 5, 10)
        await work.tasks.succeed(claim)
        await work.commit()
    (shown,) = (await socket.receive())["payload"]["data"]["taskUpdated"]["tasks"]
    assert shown["state"] == "SUCCESS"  # the steps between were passed over, the end is not
    assert shown["worker"] == "worker-1"


async def test_nothing_is_missed_between_reading_and_subscribing(
    open_socket: Any, admin: Any, resources: Resources
) -> None:
    await enqueue(resources, Queue.EMBEDDING)
    (read,) = (await admin.send("{ tasks { cursor } }")).data["tasks"]
    names = [f"task_{number}" for number in range(20)]
    for name in names:
        await enqueue(resources, Queue.EMBEDDING, name)
    socket = await open_socket()
    await socket.start(admin.token)
    await socket.subscribe(TASK_UPDATED, {"after": read["cursor"]})
    seen: list[str] = []
    while "task_19" not in seen:
        update = (await socket.receive())["payload"]["data"]["taskUpdated"]
        seen += [task["name"] for task in update["tasks"]]
    assert [name for name in seen if name in names] == names
    last = await open_socket()
    await last.start(admin.token)
    await last.subscribe(TASK_UPDATED, {"after": update["cursor"]})
    await enqueue(resources, Queue.EMBEDDING, "task_20")
    told = (await last.receive())["payload"]["data"]["taskUpdated"]["tasks"]
    assert [task["name"] for task in told] == ["task_20"]


async def test_a_cursor_that_was_never_given_is_a_gap_and_then_it_goes_on(
    open_socket: Any, admin: Any, resources: Resources
) -> None:
    socket = await open_socket()
    await socket.start(admin.token)
    await socket.subscribe(TASK_UPDATED, {"after": event_cursor(10**9)})
    update = (await socket.receive())["payload"]["data"]["taskUpdated"]
    assert (update["gap"], update["tasks"]) == (True, [])
    await enqueue(resources, Queue.EMBEDDING)
    update = (await socket.receive())["payload"]["data"]["taskUpdated"]
    assert (update["gap"], len(update["tasks"])) == (False, 1)
    await socket.subscribe(TASK_UPDATED, {"after": "nonsense"})
    (error,) = (await socket.receive())["payload"]
    assert error["extensions"]["argument"] == "after"


async def test_a_job_is_watched_to_its_end(
    open_socket: Any, admin: Any, resources: Resources
) -> None:
    job = await start_embedding_job(None, unit_of_work=resources.unit_of_work)
    socket = await open_socket()
    await socket.start(admin.token)
    identifier = await socket.subscribe(PROGRESS, {"jobId": global_id("Job", job.id)})
    first = (await socket.receive())["payload"]["data"]["batchProgress"]
    assert first["job"]["state"] == "RUNNING"
    async with resources.unit_of_work() as work:
        (task,) = (await work.tasks.page(PageRequest(), job_id=job.id)).items
        await work.tasks.request_revokes([task.id])
        await work.commit()
    second = (await socket.receive())["payload"]["data"]["batchProgress"]
    assert second["job"]["state"] == "RUNNING"
    async with resources.unit_of_work() as work:
        await work.jobs.move(job.id, state=JobState.REVOKED)
        await work.commit()
    last = (await socket.receive())["payload"]["data"]["batchProgress"]
    assert last["job"]["state"] == "REVOKED"
    assert (await socket.receive()) == {"id": identifier, "type": "complete"}
    await socket.subscribe(PROGRESS, {"jobId": global_id("Job", job.id)})
    assert (await socket.receive())["payload"]["data"]["batchProgress"] == last
    assert (await socket.receive())["type"] == "complete"


async def test_a_job_that_is_not_there_cannot_be_watched(open_socket: Any, admin: Any) -> None:
    socket = await open_socket()
    await socket.start(admin.token)
    await socket.subscribe(PROGRESS, {"jobId": global_id("Job", uuid4())})
    message = await socket.receive()
    assert "NOT_FOUND" in str(message)


async def test_a_swap_is_told_of(open_socket: Any, admin: Any, resources: Resources) -> None:
    socket = await open_socket()
    await socket.start(admin.token)
    query = "subscription { indexSwapped { cursor version { number state rollout { nodes } } } }"
    await socket.subscribe(query)
    await socket.subscribe("{ __typename }")
    await socket.receive()
    await socket.receive()
    async with resources.unit_of_work() as work:
        version = await work.indexes.begin("words-64")
        await work.indexes.verifying(
            version.id, artefact="v-1", index_type="Flat", passages=3, size=1
        )
        await work.indexes.ready(version.id, {})
        await work.commit()
    async with resources.unit_of_work() as work:
        await work.indexes.activate(version.id)
        await work.commit()
    swap = (await socket.receive())["payload"]["data"]["indexSwapped"]
    assert swap["version"] == {"number": version.number, "state": "ACTIVE", "rollout": {"nodes": 1}}


async def test_watching_ends_when_the_session_does(
    open_socket: Any, admin: Any, resources: Resources
) -> None:
    socket = await open_socket()
    await socket.start(admin.token)
    identifier = await socket.subscribe(TASK_UPDATED)
    await enqueue_until_told(socket, resources)
    await admin.send("mutation { signOut { __typename } }")
    await enqueue(resources, Queue.EMBEDDING)
    message = await socket.receive()
    assert message["id"] == identifier
    assert "UNAUTHENTICATED" in str(message)
    assert TaskState.PENDING not in str(message)


async def enqueue_until_told(socket: Any, resources: Resources) -> None:
    """Make sure that a subscription listens."""
    await socket.subscribe("{ __typename }")
    for _ in range(2):
        await socket.receive()
    await enqueue(resources, Queue.EMBEDDING)
    assert (await socket.receive())["type"] == "next"
