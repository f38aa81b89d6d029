"""Every way a task can end, through a real ledger, broker and worker."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from domain.errors import DatabaseAway, InvalidInput
from domain.jobs.attempt import Outcome, Report
from domain.jobs.stopping import revoke_task
from domain.jobs.task import Claim, TaskState
from jobs.dispatcher import held_by, send_to
from jobs.messages import message_id
from persistence.outbox import Dispatch


async def succeed(claim: Claim, report: Report) -> Outcome:
    await report(2, 2)
    return Outcome({"echo": claim.arguments["say"]})


async def for_ever(claim: Claim, report: Report) -> Outcome:
    await asyncio.sleep(60)
    raise AssertionError


async def test_a_task_runs_and_its_result_is_kept(workplace: Any) -> None:
    async with workplace.background(), workplace.worker(compute_index_stats=succeed):
        task = await workplace.enqueue("compute_index_stats", {"say": "hello"})
        done = await workplace.reaches(task.id, TaskState.SUCCESS)

    assert done.attempt == 1
    assert done.units == 2
    assert done.worker is not None


async def test_an_idle_worker_notices_a_task_within_300_ms(workplace: Any) -> None:
    async with workplace.background(), workplace.worker(compute_index_stats=succeed):
        await asyncio.sleep(1)  # long enough to be idle
        slowest = 0.0
        for _ in range(3):
            task = await workplace.enqueue("compute_index_stats", {"say": ""})
            done = await workplace.reaches(task.id, TaskState.SUCCESS)
            slowest = max(slowest, (done.started_at - done.created_at).total_seconds())
            await asyncio.sleep(0.4)

    assert slowest < 0.3


async def test_a_failure_that_repeating_cannot_help_is_final(workplace: Any) -> None:
    async def refuse(claim: Claim, report: Report) -> Outcome:
        raise InvalidInput("no such thing")

    async with workplace.background(), workplace.worker(hot_swap_index=refuse):
        task = await workplace.enqueue("hot_swap_index")
        failed = await workplace.reaches(task.id, TaskState.FAILURE)

    assert failed.error == "BAD_USER_INPUT: no such thing"
    assert failed.failures == 1


async def test_a_task_that_lost_the_database_is_run_again_at_once(workplace: Any) -> None:
    async def lose_it_once(claim: Claim, report: Report) -> Outcome:
        if claim.fence == 1:
            raise DatabaseAway("the database cannot be reached now")
        return Outcome()

    async with workplace.background(), workplace.worker(embed_document_batch=lose_it_once):
        task = await workplace.enqueue("embed_document_batch")
        done = await workplace.reaches(task.id, TaskState.SUCCESS)

    assert done.attempt == 2
    assert done.failures == 0, "an outage is not the task's failure"


async def test_a_failure_is_noted_and_the_task_waits_for_its_retry(workplace: Any) -> None:
    async def fail(claim: Claim, report: Report) -> Outcome:
        raise RuntimeError("not this time")

    async with workplace.background() as broker, workplace.worker(hot_swap_index=fail):
        task = await workplace.enqueue("hot_swap_index")
        failed = await workplace.reaches(task.id, TaskState.RETRY)
        await asyncio.sleep(0.5)
        still = await workplace.task(task.id)
        messages = broker.client.hlen("apfa:indexing.msgs")

    assert failed.error == "RuntimeError: not this time"
    assert still == failed
    assert messages == 0, "a delay is kept in the ledger, where it survives the broker"


async def test_a_retry_runs_when_it_is_due_and_not_before(workplace: Any) -> None:
    attempts: list[float] = []

    async def once_more(claim: Claim, report: Report) -> Outcome:
        attempts.append(time.monotonic())
        if claim.failures == 0:
            async with workplace.resources.unit_of_work() as work:
                await work.tasks.retry(claim, "later", 1.5)
                await work.commit()
            await report(0, 1)  # the claim is gone
        return Outcome()

    async with workplace.background(), workplace.worker(hot_swap_index=once_more):
        task = await workplace.enqueue("hot_swap_index")
        await workplace.reaches(task.id, TaskState.SUCCESS)

    assert 1.5 <= attempts[1] - attempts[0] < 1.9


async def test_a_poison_message_ends_dead_and_in_the_dead_letter_queue(workplace: Any) -> None:
    async def fail(claim: Claim, report: Report) -> Outcome:
        raise RuntimeError("never")

    async with workplace.background() as broker, workplace.worker(compute_index_stats=fail):
        task = await workplace.enqueue("compute_index_stats")
        dead = await workplace.reaches(task.id, TaskState.DEAD)

        async def rejected() -> bool:
            return bool(broker.client.hexists("apfa:maintenance.XQ.msgs", message_id(task.id, 0)))

        await workplace.until(rejected)

    assert dead.error == "RuntimeError: never"
    assert dead.failures == 1


async def test_a_running_task_that_is_revoked_stops_within_two_seconds(workplace: Any) -> None:
    tidied = asyncio.Event()

    async def tidy_up(claim: Claim, report: Report) -> Outcome:
        try:
            return await for_ever(claim, report)
        finally:
            await asyncio.sleep(0.05)
            tidied.set()

    async with workplace.background(), workplace.worker(compute_index_stats=tidy_up):
        task = await workplace.enqueue("compute_index_stats")
        await workplace.reaches(task.id, TaskState.STARTED)
        began = time.monotonic()
        await revoke_task(task.id, unit_of_work=workplace.resources.unit_of_work)
        await workplace.reaches(task.id, TaskState.REVOKED)
        took = time.monotonic() - began

    assert took < 2
    assert tidied.is_set()


async def test_a_waiting_task_that_is_revoked_never_runs(workplace: Any) -> None:
    ran: list[Claim] = []

    async def note(claim: Claim, report: Report) -> Outcome:
        ran.append(claim)
        return Outcome()

    task = await workplace.enqueue("compute_index_stats")
    await revoke_task(task.id, unit_of_work=workplace.resources.unit_of_work)
    async with workplace.background() as broker, workplace.worker(compute_index_stats=note):
        await send_to(broker)(
            [Dispatch(task.id, task.name, task.queue, 0)]
        )  # one that was under way
        sentinel = await workplace.enqueue("compute_index_stats")
        await workplace.reaches(sentinel.id, TaskState.SUCCESS)

    assert [claim.task_id for claim in ran] == [sentinel.id]


async def test_a_message_delivered_twice_runs_its_task_once(workplace: Any) -> None:
    ran: list[Claim] = []

    async def slow(claim: Claim, report: Report) -> Outcome:
        ran.append(claim)
        await asyncio.sleep(0.5)
        return Outcome()

    async with workplace.background() as broker, workplace.worker(compute_index_stats=slow):
        task = await workplace.enqueue("compute_index_stats")
        await workplace.reaches(task.id, TaskState.STARTED)
        await send_to(broker)([Dispatch(task.id, task.name, task.queue, 1)])
        await workplace.reaches(task.id, TaskState.SUCCESS)
        await asyncio.sleep(0.3)
        left = broker.client.hlen("apfa:maintenance.msgs")

    assert len(ran) == 1
    assert left == 0


async def test_a_stopping_worker_lets_a_task_end_within_the_grace_period(workplace: Any) -> None:
    async def slow(claim: Claim, report: Report) -> Outcome:
        await asyncio.sleep(1)
        return Outcome()

    async with workplace.background():
        async with workplace.worker(compute_index_stats=slow, grace_seconds=5):
            task = await workplace.enqueue("compute_index_stats")
            await workplace.reaches(task.id, TaskState.STARTED)
        ended = await workplace.task(task.id)

    assert ended.state is TaskState.SUCCESS


async def test_a_stopping_worker_puts_back_what_outlasts_it_and_another_takes_it_at_once(
    workplace: Any,
) -> None:
    async with workplace.background():
        async with workplace.worker(compute_index_stats=for_ever, grace_seconds=0.3):
            task = await workplace.enqueue("compute_index_stats", {"say": ""})
            await workplace.reaches(task.id, TaskState.STARTED)
        put_back = await workplace.task(task.id)
        async with workplace.worker(compute_index_stats=succeed):
            began = time.monotonic()
            done = await workplace.reaches(task.id, TaskState.SUCCESS)

    assert put_back.state is TaskState.PENDING
    assert put_back.failures == 0
    assert put_back.error is None
    assert done.attempt == 2
    assert time.monotonic() - began < 3


async def test_messages_lost_with_the_broker_are_sent_again(workplace: Any) -> None:
    async with workplace.background() as broker:
        tasks = [await workplace.enqueue("compute_index_stats", {"say": ""}) for _ in range(3)]

        async def sent() -> bool:
            return bool(broker.client.hlen("apfa:maintenance.msgs") == 3)

        await workplace.until(sent)
        assert await held_by(broker)(tasks) == {task.id for task in tasks}
        broker.client.flushall()
        assert await held_by(broker)(tasks) == set()
        async with workplace.worker(compute_index_stats=succeed):
            for task in tasks:
                done = await workplace.reaches(task.id, TaskState.SUCCESS, 15)
                assert done.attempt == 1


@pytest.mark.slow
async def test_a_claim_that_the_worker_was_not_told_of_is_put_back(workplace: Any) -> None:
    async with workplace.background(), workplace.worker(compute_index_stats=succeed) as context:
        task = await workplace.enqueue("hot_swap_index")  # no actor: its message is rejected
        async with workplace.resources.unit_of_work() as work:
            assert await work.tasks.claim(task.id, context.worker)
            await work.commit()

        async def put_back() -> bool:
            return bool((await workplace.task(task.id)).state is TaskState.PENDING)

        await workplace.until(put_back, 17)
