"""From documents to a version that serves: real processes, the real encoder, accidents on the way."""

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
from domain.indexing.version import IndexState, IndexVersion
from domain.jobs.job import Job, JobKind, JobState
from domain.jobs.task import Queue, Task, TaskState
from domain.jobs.worker import ProcessKind
from domain.paging import PageRequest

pytestmark = pytest.mark.slow

SUPERVISOR = """
import sys
from jobs.specs import one_machine
from jobs.supervisor import run
sys.exit(run(one_machine()))
"""
PATIENCE = 150


def documents(count: int) -> list[DocumentDraft]:
    """Return documents of some 120 tokens, each a passage that differs from all others."""
    body = " ".join(
        f"The lender must disclose charge {n} before the loan is made." for n in range(9)
    )
    return [
        DocumentDraft(f"Rule {n}. {body}", title=f"Rule {n}", format=TextFormat.RECORD)
        for n in range(count)
    ]


async def add(workplace: Any, admin: Principal, count: int) -> UUID:
    receipt = await add_documents(
        admin,
        documents(count),
        Visibility.PUBLIC,
        unit_of_work=workplace.resources.unit_of_work,
    )
    assert receipt.job is not None
    return receipt.job.id


async def embedding_task(workplace: Any, job_id: UUID) -> Task | None:
    async with workplace.resources.unit_of_work() as work:
        tasks = (await work.tasks.page(PageRequest(), job_id=job_id)).items
    return next((task for task in tasks if task.name == "embed_document_batch"), None)


async def all_work(workplace: Any) -> bool:
    return len(await workplace.pids()) == 3


async def embedding_has_begun(workplace: Any, job_id: UUID) -> bool:
    task = await embedding_task(workplace, job_id)
    return task is not None and 128 <= task.units_done < task.units


async def ended(workplace: Any, job_id: UUID) -> Job:
    async def over() -> bool:
        async with workplace.resources.unit_of_work() as work:
            return bool((await work.jobs.get(job_id)).state is not JobState.RUNNING)

    await workplace.until(over, PATIENCE)
    async with workplace.resources.unit_of_work() as work:
        job = await work.jobs.get(job_id)
        assert job is not None
        return job


async def active(workplace: Any) -> tuple[IndexVersion, int]:
    async with workplace.resources.unit_of_work() as work:
        version = await work.indexes.active()
        assert version is not None
        return version, await work.embeddings.count(version.encoder_fingerprint)


async def test_documents_become_a_version_that_serves(workplace: Any, admin: Principal) -> None:
    supervisor = workplace.start("-c", SUPERVISOR)
    job = await ended(workplace, await add(workplace, admin, 40))
    version, embeddings = await active(workplace)

    assert job.state is JobState.SUCCEEDED, job.error
    assert job.kind is JobKind.INGEST
    assert job.index_version == version.number
    assert version.state is IndexState.ACTIVE
    assert version.passages == embeddings == 40

    # the same documents again start nothing; one more makes the next version
    receipt = await add_documents(
        admin,
        documents(40),
        Visibility.PUBLIC,
        unit_of_work=workplace.resources.unit_of_work,
    )
    assert receipt.job is None
    job = await ended(workplace, await add(workplace, admin, 41))
    version, embeddings = await active(workplace)
    assert job.state is JobState.SUCCEEDED, job.error
    assert version.passages == embeddings == 41

    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(40) == 0
    assert await workplace.pids() == set()


async def test_a_worker_killed_in_the_middle_of_a_batch(workplace: Any, admin: Principal) -> None:
    workplace.start("-c", SUPERVISOR)
    workplace.start_worker(Queue.EMBEDDING, APFA_ENCODER_THREADS="1")  # one that can take over
    await workplace.until(lambda: all_work(workplace), PATIENCE)
    job_id = await add(workplace, admin, 900)
    await workplace.until(lambda: embedding_has_begun(workplace, job_id), PATIENCE)
    task = await embedding_task(workplace, job_id)
    assert task is not None
    async with workplace.resources.unit_of_work() as work:
        (victim,) = [p for p in await work.processes.alive() if p.name == task.worker]

    os.kill(victim.pid, signal.SIGKILL)
    killed_at = time.monotonic()

    async def started_again() -> bool:
        return (await workplace.task(task.id)).attempt == 2

    await workplace.until(started_again, 60)
    took = time.monotonic() - killed_at
    job = await ended(workplace, job_id)
    version, embeddings = await active(workplace)

    assert took < 20, took
    assert job.state is JobState.SUCCEEDED, job.error
    assert version.passages == embeddings == 900
    again = await workplace.task(task.id)
    assert again.state is TaskState.SUCCESS
    assert again.failures == 0, "a killed worker is not the task's failure"


async def test_everything_killed_at_once_and_started_again(
    workplace: Any, admin: Principal
) -> None:
    supervisor = workplace.start("-c", SUPERVISOR)
    job_id = await add(workplace, admin, 500)
    await workplace.until(lambda: embedding_has_begun(workplace, job_id), PATIENCE)
    async with workplace.resources.unit_of_work() as work:
        living = await work.processes.alive()
    for pid in (supervisor.pid, *(process.pid for process in living)):
        os.kill(pid, signal.SIGKILL)

    workplace.start("-c", SUPERVISOR)
    job = await ended(workplace, job_id)
    version, embeddings = await active(workplace)

    assert {process.kind for process in living} == {ProcessKind.WORKER, ProcessKind.SCHEDULER}
    assert job.state is JobState.SUCCEEDED, job.error
    assert version.passages == embeddings == 500


async def test_the_local_engines_killed_in_the_middle_of_a_batch(
    admin: Principal, workplace_with_own_engines: Any
) -> None:
    workplace = workplace_with_own_engines
    workplace.start("-c", SUPERVISOR)
    job_id = await add(workplace, admin, 500)
    await workplace.until(lambda: embedding_has_begun(workplace, job_id), PATIENCE)
    place = workplace.resources.settings.data_directory
    for engine in ("postgres/postmaster.pid", "valkey/valkey.pid"):
        pid = int((place / engine).read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    await asyncio.sleep(5)  # until then this process's own questions would fail
    job = await ended(workplace, job_id)
    version, embeddings = await active(workplace)

    assert job.state is JobState.SUCCEEDED, job.error
    assert version.passages == embeddings == 500


async def test_a_broker_that_forgets_everything_again_and_again(
    workplace: Any, admin: Principal
) -> None:
    workplace.start("-c", SUPERVISOR)
    job_id = await add(workplace, admin, 300)
    for _ in range(20):
        await workplace.resources.redis.flushall()
        await asyncio.sleep(0.7)
    job = await ended(workplace, job_id)
    version, embeddings = await active(workplace)

    assert job.state is JobState.SUCCEEDED, job.error
    assert version.passages == embeddings == 300
