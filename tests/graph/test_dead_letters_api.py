"""Dead letters listed, looked into, run again and discarded; many tasks stopped at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.jobs.attempt import claim_task, give_up_or_retry
from domain.jobs.job import JobKind, JobStage, JobState
from domain.jobs.task import NewTask, Queue, TaskState
from graph.types.node import global_id
from persistence.bootstrap import Resources

LIST = """
query ($filter: DeadLetterFilterInput, $first: Int! = 20, $after: Cursor) {
  deadLetters(filter: $filter, first: $first, after: $after) {
    nodes {
      arguments firstFailedAt lastFailedAt
      task { id name queue state error attempt failures job { state } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
CHANGE = """
mutation ($ids: [ID!], $filter: %s) {
  %s(ids: $ids, filter: $filter) {
    __typename
    ... on TasksChanged { count ids left skipped }
    ... on Failure { code message }
  }
}
"""
REQUEUE = CHANGE % ("DeadLetterFilterInput", "requeueDeadLetters")
DISCARD = CHANGE % ("DeadLetterFilterInput", "discardDeadLetters")
REVOKE = CHANGE % ("TaskFilterInput", "revokeTasks")


async def job_of(
    resources: Resources, names: Sequence[str], *, broken: int, error: str = "out of memory"
) -> tuple[UUID, list[UUID]]:
    """Start a job of these tasks, of which the first `broken` die."""
    store = resources.unit_of_work
    async with store() as work:
        job = await work.jobs.add(
            JobKind.PRIVATE_INGEST, stage=JobStage.EMBED, sealed=True, created_by=None
        )
        new = [
            NewTask(name, Queue.MAINTENANCE, {"number": number}, job_id=job.id)
            for number, name in enumerate(names)
        ]
        ids = [task.id for task in await work.tasks.enqueue(new)]
        await work.commit()
    for task_id in ids[:broken]:
        claim = await claim_task(task_id, "ghost", unit_of_work=store)
        assert claim is not None
        state = await give_up_or_retry(claim, RuntimeError(error), unit_of_work=store)
        assert state is TaskState.DEAD  # maintenance is not retried
    return job.id, ids


async def state_of(resources: Resources, task_id: UUID) -> TaskState:
    async with resources.unit_of_work() as work:
        task = await work.tasks.get(task_id)
    assert task is not None
    return task.state


async def test_a_dead_letter_says_what_it_was_to_do_and_how_it_ended(
    admin: Any, resources: Resources
) -> None:
    _, (task_id,) = await job_of(resources, ["compute_index_stats"], broken=1)
    (letter,) = (await admin.send(LIST)).data["deadLetters"]["nodes"]
    assert letter["arguments"] == {"number": 0}
    first, last = (datetime.fromisoformat(letter[f"{each}FailedAt"]) for each in ("first", "last"))
    assert last - first < timedelta(seconds=1)
    assert letter["task"] == {
        "id": global_id("Task", task_id),
        "name": "compute_index_stats",
        "queue": "MAINTENANCE",
        "state": "DEAD",
        "error": "RuntimeError: out of memory",
        "attempt": 1,
        "failures": 1,
        "job": {"state": "FAILED"},
    }


async def test_the_first_failure_is_kept_through_retries(admin: Any, resources: Resources) -> None:
    store = resources.unit_of_work
    async with store() as work:
        (task,) = await work.tasks.enqueue([NewTask("hot_swap_index", Queue.INDEXING)])
        for _ in range(2):
            claim = await work.tasks.claim(task.id, "ghost")
            assert claim is not None
            await work.tasks.retry(claim, "not yet", 0)
        await work.commit()
    claim = await claim_task(task.id, "ghost", unit_of_work=store)
    assert claim is not None
    await give_up_or_retry(claim, RuntimeError("no"), unit_of_work=store)
    (letter,) = (await admin.send(LIST)).data["deadLetters"]["nodes"]
    assert (letter["task"]["attempt"], letter["task"]["failures"]) == (3, 3)
    first, last = (datetime.fromisoformat(letter[f"{each}FailedAt"]) for each in ("first", "last"))
    assert first < last


async def test_filters_and_pages(admin: Any, resources: Resources) -> None:
    job_id, ids = await job_of(resources, ["compute_index_stats"] * 3, broken=3)
    _, (other,) = await job_of(
        resources, ["cleanup_old_embeddings"], broken=1, error="100% DISK_full"
    )

    async def found(**which: Any) -> set[str]:
        nodes = (await admin.send(LIST, {"filter": which})).data["deadLetters"]["nodes"]
        return {node["task"]["id"] for node in nodes}

    those, that = {global_id("Task", each) for each in ids}, {global_id("Task", other)}
    assert await found() == those | that
    assert await found(name="cleanup_old_embeddings") == that
    assert await found(jobId=global_id("Job", job_id)) == those
    assert await found(queue="EMBEDDING") == set()
    assert await found(error="100% disk_") == that
    assert await found(error="10_% disk") == set()  # no pattern
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert await found(failedBefore=later) == those | that
    assert await found(failedAfter=later) == set()
    page = (await admin.send(LIST, {"first": 3})).data["deadLetters"]
    assert page["pageInfo"]["hasNextPage"]
    after = {"first": 3, "after": page["pageInfo"]["endCursor"]}
    rest = (await admin.send(LIST, after)).data["deadLetters"]
    assert len(page["nodes"]) + len(rest["nodes"]) == 4


@pytest.mark.parametrize(
    ("which", "argument"),
    [
        ({"error": "x" * 201}, "filter.error"),
        ({"name": "x" * 201}, "filter.name"),
        ({"failedAfter": "2026-01-01T00:00:00"}, "filter.failedAfter"),
        ({"jobId": "nonsense"}, "filter.jobId"),
        ({"jobId": global_id("Task", uuid4())}, "filter.jobId"),
    ],
)
async def test_a_bad_filter_is_named(admin: Any, which: dict[str, str], argument: str) -> None:
    answer = await admin.send(LIST, {"filter": which})
    assert answer.code == "BAD_USER_INPUT"
    assert answer.error["extensions"]["argument"] == argument


async def test_requeued_letters_run_again_and_their_job_goes_on(
    admin: Any, resources: Resources
) -> None:
    job_id, (first, second, whole) = await job_of(resources, ["compute_index_stats"] * 3, broken=2)
    missing = global_id("Task", uuid4())
    ids = [global_id("Task", first), global_id("Task", whole), missing]
    said = (await admin.send(REQUEUE, {"ids": ids})).data["requeueDeadLetters"]
    assert said == {
        "__typename": "TasksChanged",
        "count": 1,
        "ids": ids[:1],
        "left": 0,
        "skipped": ids[1:],
    }
    assert await state_of(resources, first) is TaskState.PENDING
    said = (await admin.send(REQUEUE, {"filter": {}})).data["requeueDeadLetters"]
    assert said["ids"] == [global_id("Task", second)]
    claim = await claim_task(second, "ghost", unit_of_work=resources.unit_of_work)
    assert claim is not None
    assert (claim.fence, claim.failures) == (2, 0)
    async with resources.unit_of_work() as work:
        job = await work.jobs.get(job_id)
    assert job is not None
    assert job.state is JobState.RUNNING
    said = (await admin.send(REQUEUE, {"ids": ids})).data["requeueDeadLetters"]
    assert said["code"] == "CONFLICT"
    assert "DEAD" in said["message"]


async def test_a_job_that_had_failed_runs_again(admin: Any, resources: Resources) -> None:
    job_id, (task_id,) = await job_of(resources, ["compute_index_stats"], broken=1)
    async with resources.unit_of_work() as work:
        failed = await work.jobs.get(job_id)
    retry = "mutation ($id: ID!) { retryTask(id: $id) { __typename ... on RetryTaskSuccess { task "
    retry += (
        "{ state failures job { state error finishedAt } } } ... on Failure { code message } } }"
    )
    identifier = {"id": global_id("Task", task_id)}
    task = (await admin.send(retry, identifier)).data["retryTask"]["task"]
    assert failed is not None
    assert failed.state is JobState.FAILED
    assert (task["state"], task["failures"]) == ("PENDING", 0)
    assert task["job"] == {"state": "RUNNING", "error": None, "finishedAt": None}
    again = (await admin.send(retry, identifier)).data["retryTask"]
    assert again["code"] == "CONFLICT"
    assert "this one is PENDING" in again["message"]
    missing = (await admin.send(retry, {"id": global_id("Task", uuid4())})).data["retryTask"]
    assert missing["code"] == "NOT_FOUND"


async def test_discarded_letters_leave_the_list_but_not_the_ledger(
    admin: Any, resources: Resources
) -> None:
    _, ids = await job_of(resources, ["compute_index_stats"] * 2, broken=2)
    said = (await admin.send(DISCARD, {"filter": {"error": "MEMORY"}})).data["discardDeadLetters"]
    assert said["count"] == 2
    assert (await admin.send(LIST)).data["deadLetters"]["nodes"] == []
    assert {await state_of(resources, each) for each in ids} == {TaskState.FAILURE}
    status = (await admin.send("{ queues { queue dead paused rate } }")).data["queues"]
    assert {each["dead"] for each in status} == {0}


async def test_one_call_changes_a_thousand_and_says_how_many_are_left(
    admin: Any, resources: Resources
) -> None:
    async with resources.unit_of_work() as work:
        new = [NewTask("compute_index_stats", Queue.MAINTENANCE) for _ in range(1_003)]
        first, *_ = await work.tasks.enqueue(new)
        await work.tasks.enqueue([NewTask("build_faiss_index", Queue.INDEXING)])
        claim = await work.tasks.claim(first.id, "ghost")
        await work.commit()
    assert claim is not None
    which = {"filter": {"queue": "MAINTENANCE"}}
    said = (await admin.send(REVOKE, which)).data["revokeTasks"]
    # what runs was asked to stop, and still matches
    assert (said["count"], said["left"], len(said["ids"])) == (1_000, 4, 1_000)
    said = (await admin.send(REVOKE, {"filter": {"queue": "MAINTENANCE", "state": "PENDING"}})).data
    assert (said["revokeTasks"]["count"], said["revokeTasks"]["left"]) == (3, 0)
    async with resources.unit_of_work() as work:
        assert await work.tasks.revocations([first.id]) == {first.id}
        embedding, indexing, maintenance = await work.tasks.depths()
    assert (indexing.waiting, maintenance.waiting, maintenance.running) == (1, 0, 1)
    assert embedding.waiting == 0


async def test_which_tasks_are_meant_is_said_in_one_way(admin: Any) -> None:
    for variables in ({}, {"ids": [global_id("Task", uuid4())], "filter": {}}, {"ids": []}):
        answer = await admin.send(REVOKE, variables)
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == "ids"
    many = [global_id("Task", uuid4())] * 1_001
    assert (await admin.send(REQUEUE, {"ids": many})).code == "BAD_USER_INPUT"
    ended = (await admin.send(REVOKE, {"ids": many[:1]})).data["revokeTasks"]
    assert ended["code"] == "CONFLICT"


async def test_dead_letters_are_for_operators(user: Any) -> None:
    assert (await user.send(LIST)).code == "FORBIDDEN"
    answer = await user.send(DISCARD, {"filter": {}})
    assert "admin:tasks:manage" in answer.error["message"]
