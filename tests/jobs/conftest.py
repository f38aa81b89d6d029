"""Workers in this process, with use cases of the test's own; and real worker processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from domain.access import Permission, Principal, Role
from domain.clock import SystemClock
from domain.identifiers import new_id
from domain.jobs.task import NewTask, Queue, Task, TaskState
from domain.jobs.worker import ProcessKind
from jobs.actors.registry import register
from jobs.background import run_background
from jobs.broker import LedgerBroker
from jobs.context import JobContext
from jobs.envelope import UseCase
from jobs.heartbeat import Heartbeat, process_name
from jobs.in_flight import RunningTasks
from jobs.middleware.dead_letters import DeadLetters
from jobs.middleware.running_loop import RunningLoop
from jobs.process import alongside
from jobs.queues import queue_of
from jobs.serving import serve
from jobs.settings import JobSettings
from jobs.watching import watch_forgotten, watch_revocations
from persistence.bootstrap import Resources, open_resources
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings

ADMIN = Principal(
    new_id(),
    Role.SUPER_ADMIN,
    frozenset(Permission),
    "test",
    datetime.now(UTC) + timedelta(days=1),
)


@dataclass
class Workplace:
    """An installation under test: its resources, and what a test does to it again and again."""

    resources: Resources
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    async def enqueue(self, name: str, arguments: Mapping[str, object] | None = None) -> Task:
        async with self.resources.unit_of_work() as work:
            (task,) = await work.tasks.enqueue([NewTask(name, queue_of(name), arguments or {})])
            await work.commit()
        return task

    async def task(self, task_id: UUID) -> Task:
        async with self.resources.unit_of_work() as work:
            task = await work.tasks.get(task_id)
        assert task is not None
        return task

    async def reaches(self, task_id: UUID, state: TaskState, seconds: float = 10) -> Task:
        """Return the task once it is in the state."""

        async def there() -> bool:
            return (await self.task(task_id)).state is state

        await self.until(there, seconds)
        return await self.task(task_id)

    async def until(self, holds: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not await holds():  # noqa: ASYNC110  # the ledger is asked as a client would
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def background(self) -> AsyncIterator[LedgerBroker]:
        """Relay, dispatch and sweep as a scheduler does."""
        broker = LedgerBroker(self.resources.redis_url)
        loops = run_background(self.resources, broker, settings=JobSettings(), schedule=True)
        async with alongside(loops):
            yield broker
        broker.close()

    @asynccontextmanager
    async def worker(
        self, *, grace_seconds: float = 5, threads: int = 3, **use_cases: UseCase
    ) -> AsyncIterator[JobContext]:
        """Run a worker in this process, with use cases of the test's own behind the actors' names."""
        broker = LedgerBroker(
            self.resources.redis_url,
            middleware=[RunningLoop(asyncio.get_running_loop()), DeadLetters()],
        )
        running = RunningTasks()
        store = self.resources.unit_of_work
        name = process_name(ProcessKind.WORKER)
        context = JobContext(self.resources, name, running, SystemClock(), Path())
        for actor, use_case in use_cases.items():
            register(broker, context, actor, use_case)
        stop = asyncio.Event()
        heartbeat = Heartbeat(name, ProcessKind.WORKER, unit_of_work=store, queues=tuple(Queue))
        async with (
            heartbeat.beating(),
            alongside(
                watch_revocations(running, unit_of_work=store),
                watch_forgotten(running, worker=name, unit_of_work=store),
            ),
        ):
            serving = asyncio.create_task(
                serve(
                    tuple(Queue),
                    broker,
                    running,
                    threads=threads,
                    grace_seconds=grace_seconds,
                    until=[stop],
                )
            )
            yield context
            stop.set()
            await serving
        broker.close()

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a process of the product on this installation."""
        settings = self.resources.settings
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env={
                **os.environ,
                "APFA_DATABASE_URL": settings.database_url or "",  # empty is as good as none
                "APFA_REDIS_URL": settings.redis_url or "",
                "APFA_DATA_DIRECTORY": str(settings.data_directory),
                **environment,
            },
        )
        self.processes.append(process)
        return process

    def start_worker(self, *queues: Queue, **environment: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "jobs.worker", *queues, **environment)

    def start_scheduler(self, **environment: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "jobs.scheduler", **environment)

    def end(self) -> None:
        """Stop every process that was started here."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    async def pids(self, kind: ProcessKind = ProcessKind.WORKER) -> set[int]:
        async with self.resources.unit_of_work() as work:
            return {process.pid for process in await work.processes.alive(kind)}


@pytest.fixture
def workplace(resources: Resources) -> Iterator[Workplace]:
    place = Workplace(resources)
    yield place
    place.end()


@pytest.fixture
async def workplace_with_own_engines(tmp_path: Path) -> AsyncIterator[Workplace]:
    """A whole installation of its own, whose engines may be killed."""
    async with open_resources(PersistenceSettings(data_directory=tmp_path)) as resources:
        await migrate(resources.database_url)
        place = Workplace(resources)
        yield place
        place.end()


@pytest.fixture
def admin() -> Principal:
    return ADMIN
