"""What operators see and do while real processes work: priorities, stopping, pausing, kills."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from typing import Any
from uuid import UUID

import pytest

from domain.access import Principal
from domain.documents.document import DocumentDraft, TextFormat, Visibility
from domain.documents.intake import add_documents
from domain.jobs.job import JobState
from domain.jobs.steering import pause_job, resume_job, revoke_job
from domain.jobs.stopping import revoke_task
from domain.jobs.task import NewTask, Queue, Task, TaskState
from domain.paging import PageRequest

pytestmark = pytest.mark.slow

SUPERVISOR = """
import sys
from jobs.specs import one_machine
from jobs.supervisor import run
sys.exit(run(one_machine()))
"""
PATIENCE = 150


async def add(workplace: Any, admin: Principal, first: int, count: int) -> UUID:
    """Add documents of some 120 tokens, each a passage that differs from all others."""
    body = " ".join(
        f"The lender must disclose charge {n} before the loan is made." for n in range(9)
    )
    drafts = [
        DocumentDraft(f"Rule {n}. {body}", title=f"Rule {n}", format=TextFormat.RECORD)
        for n in range(first, first + count)
    ]
    store = workplace.resources.unit_of_work
    receipt = await add_documents(admin, drafts, Visibility.PRIVATE, unit_of_work=store)
    assert receipt.job is not None
    return receipt.job.id


async def batches(workplace: Any, job_id: UUID) -> list[Task]:
    async with workplace.resources.unit_of_work() as work:
        tasks = (await work.tasks.page(PageRequest(100), job_id=job_id)).items
    return [task for task in tasks if task.name == "embed_document_batch"]


async def running_batch(workplace: Any, job_id: UUID) -> Task:
    """Return a batch of the job once it has begun to embed."""

    async def there() -> bool:
        return any(each.units_done >= 128 for each in await batches(workplace, job_id))

    await workplace.until(there, PATIENCE)
    return next(each for each in await batches(workplace, job_id) if each.units_done >= 128)


async def state_of(workplace: Any, job_id: UUID) -> JobState:
    async with workplace.resources.unit_of_work() as work:
        job = await work.jobs.get(job_id)
    assert job is not None
    return job.state


async def test_a_worker_is_known_within_five_seconds_and_forgotten_when_it_is_killed(
    workplace: Any,
) -> None:
    began = time.monotonic()
    process = workplace.start_worker(Queue.EMBEDDING)

    async def known() -> bool:
        return process.pid in await workplace.pids()

    await workplace.until(known, 20)
    appeared = time.monotonic() - began
    os.kill(process.pid, signal.SIGKILL)
    killed = time.monotonic()

    async def gone() -> bool:
        return not await known()

    await workplace.until(gone, 40)
    vanished = time.monotonic() - killed

    assert appeared < 5, appeared
    assert vanished < 30, vanished


async def test_a_batch_that_is_embedded_stops_within_two_seconds(
    workplace: Any, admin: Principal
) -> None:
    workplace.start("-c", SUPERVISOR)
    job_id = await add(workplace, admin, 0, 900)
    task = await running_batch(workplace, job_id)

    began = time.monotonic()
    await revoke_task(task.id, unit_of_work=workplace.resources.unit_of_work)
    stopped = await workplace.reaches(task.id, TaskState.REVOKED)
    took = time.monotonic() - began

    assert took < 2, took
    assert 0 < stopped.units_done < stopped.units


async def test_a_pause_outlasts_a_restart_of_everything(workplace: Any, admin: Principal) -> None:
    store = workplace.resources.unit_of_work
    supervisor = workplace.start("-c", SUPERVISOR)
    job_id = await add(workplace, admin, 0, 900)
    await running_batch(workplace, job_id)
    await pause_job(job_id, unit_of_work=store)
    async with store() as work:
        living = await work.processes.alive()
    for pid in (supervisor.pid, *(process.pid for process in living)):
        os.kill(pid, signal.SIGKILL)
    await workplace.resources.redis.flushall()

    workplace.start("-c", SUPERVISOR)

    async def put_back() -> bool:
        return all(each.state is TaskState.PENDING for each in await batches(workplace, job_id))

    await workplace.until(put_back, 60)
    before = await batches(workplace, job_id)
    await asyncio.sleep(8)  # longer than the sweep waits for lost messages
    assert await batches(workplace, job_id) == before
    assert await state_of(workplace, job_id) is JobState.PAUSED

    await resume_job(job_id, unit_of_work=store)

    async def over() -> bool:
        return await state_of(workplace, job_id) is JobState.SUCCEEDED

    await workplace.until(over, PATIENCE)


async def test_a_swap_is_delayed_neither_by_embedding_nor_by_a_flood_of_maintenance(
    workplace: Any, admin: Principal
) -> None:
    store = workplace.resources.unit_of_work
    workplace.start("-c", SUPERVISOR)
    jobs = [await add(workplace, admin, 900 * n, 900) for n in range(2)]
    await running_batch(workplace, jobs[0])
    async with store() as work:
        flood = [NewTask("compute_index_stats", Queue.MAINTENANCE) for _ in range(1_500)]
        await work.tasks.enqueue(flood)
        await work.commit()

    async def flooded() -> bool:
        return await running(workplace, Queue.MAINTENANCE) > 0

    await workplace.until(flooded, 20)
    waits = []
    for _ in range(5):
        task = await workplace.enqueue("hot_swap_index", {"number": 7})
        ended = await workplace.reaches(task.id, TaskState.FAILURE)  # there is no version 7
        waits.append((ended.started_at - ended.created_at).total_seconds())
    async with store() as work:
        embedding, _, maintenance = await work.tasks.depths()

    assert maintenance.waiting > 0, "the flood was over before the swaps"
    assert embedding.running + embedding.waiting > 0
    assert max(waits) < 3, waits
    for job_id in jobs:
        if not (await state_of(workplace, job_id)).is_terminal:
            await revoke_job(job_id, unit_of_work=store)


async def running(workplace: Any, queue: Queue) -> int:
    async with workplace.resources.unit_of_work() as work:
        depths = await work.tasks.depths()
    return next(int(each.running) for each in depths if each.queue is queue)
