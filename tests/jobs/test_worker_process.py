"""Real worker processes: what they load, how they stop, how they make way for others."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from subprocess import Popen
from typing import Any

import psutil

from domain.jobs.task import Queue, TaskState
from domain.jobs.worker import ProcessKind
from jobs.child import RECYCLED
from jobs.worker import NICENESS


async def exit_code(process: Popen[bytes], seconds: float = 10) -> int:
    return await asyncio.to_thread(process.wait, seconds)


def mapped_files(process: Popen[bytes]) -> str:
    return Path(f"/proc/{process.pid}/maps").read_text()


async def test_only_who_embeds_loads_torch(workplace: Any) -> None:
    async with workplace.background():
        process = workplace.start_worker(Queue.INDEXING, Queue.MAINTENANCE)
        task = await workplace.enqueue("compute_index_stats")
        await workplace.reaches(task.id, TaskState.SUCCESS, 20)
        build = await workplace.enqueue("build_faiss_index")
        refused = await workplace.reaches(build.id, TaskState.FAILURE)
        mapped = mapped_files(process)
        niceness = psutil.Process(process.pid).nice()
        async with workplace.resources.unit_of_work() as work:
            (row,) = await work.processes.alive(ProcessKind.WORKER)

        process.send_signal(signal.SIGTERM)
        assert await exit_code(process) == 0

    assert "torch" not in mapped
    assert "faiss" in mapped, "else this test could not see what is loaded"
    assert refused.error is not None
    assert refused.error.startswith("CONFLICT: there is nothing to index")
    assert niceness == min(psutil.Process().nice() + NICENESS, 19), "it gives way to the API"
    assert row.pid == process.pid
    assert set(row.queues) == {Queue.INDEXING, Queue.MAINTENANCE}
    assert 20e6 < row.memory_bytes < 400e6
    assert await workplace.pids() == set()


async def test_a_worker_that_has_done_its_share_asks_to_be_replaced(workplace: Any) -> None:
    async with workplace.background():
        process = workplace.start_worker(Queue.MAINTENANCE, APFA_RECYCLE_AFTER="2")
        tasks = [await workplace.enqueue("compute_index_stats") for _ in range(3)]
        assert await exit_code(process, 20) == RECYCLED
        states = [(await workplace.task(task.id)).state for task in tasks]
        assert states.count(TaskState.SUCCESS) >= 2

        workplace.start_worker(Queue.MAINTENANCE)
        for task in tasks:
            await workplace.reaches(task.id, TaskState.SUCCESS, 20)


async def test_a_scheduler_process_dispatches_and_leaves_in_order(workplace: Any) -> None:
    scheduler = workplace.start_scheduler()
    worker = workplace.start_worker(Queue.MAINTENANCE)
    task = await workplace.enqueue("compute_index_stats")
    await workplace.reaches(task.id, TaskState.SUCCESS, 20)
    assert await workplace.pids(ProcessKind.SCHEDULER) == {scheduler.pid}

    for process in (scheduler, worker):
        process.send_signal(signal.SIGINT)
    assert await exit_code(scheduler) == 0
    assert await exit_code(worker) == 0
    assert await workplace.pids(ProcessKind.SCHEDULER) == set()
