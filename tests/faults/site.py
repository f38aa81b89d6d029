"""An installation under test, from the side of those who use it: jobs go in, answers come out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Role
from domain.accounts.management import create_user
from domain.accounts.operator import local_operator
from domain.batches import in_batches
from domain.clock import SystemClock
from domain.documents.document import DocumentDraft, Replacing, Visibility
from domain.documents.intake import feed_ingest, ingesting
from domain.jobs.job import Job, JobStage
from domain.jobs.task import Queue, Task, TaskState
from domain.jobs.worker import Process, ProcessKind
from domain.paging import PageRequest
from graph.client import Client
from persistence.bootstrap import Resources, open_resources
from persistence.database import create_engine
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings
from tests.faults.asking import PAUSE_SECONDS, Asked, asking
from tests.faults.parts import API, SCHEDULER, WORKERS, Parts
from tests.faults.tally import Tally, keep_tally, read_tally
from tests.faults.texts import fillers, topics

EMAIL, PASSWORD = "asker@example.com", "a password of some length"
FIRST_PASSAGES = 40
READY_SECONDS = 60.0
JOB_SECONDS = 240.0


@dataclass
class Corpus:
    """What was ever handed in: editions of the topics, and how many other documents came with each."""

    editions: list[int] = field(default_factory=list)

    def next(self, count: int) -> list[DocumentDraft]:
        """Return `count` new documents, the topics of the next edition among them."""
        drafts = self.preview(count)
        self.editions.append(count - len(topics(1)))
        return drafts

    def preview(self, count: int) -> list[DocumentDraft]:
        """Return what `next` would return, and leave it for later."""
        edition, newest = len(self.editions) + 1, topics(len(self.editions) + 1)
        return newest + fillers(edition, count - len(newest))

    @property
    def texts(self) -> set[str]:
        """The texts that a version of everything has: the topics in their last edition."""
        parts = [fillers(number, count) for number, count in enumerate(self.editions, 1)]
        parts.append(topics(len(self.editions)))
        return {draft.text for part in parts for draft in part}


@dataclass
class Site:
    """An installation whose parts run; for the length of one test."""

    parts: Parts
    corpus: Corpus
    resources: Resources
    engine: AsyncEngine

    def asking(
        self, api: str = API, *, pause: float = PAUSE_SECONDS
    ) -> AbstractAsyncContextManager[Asked]:
        """Have a client ask one API for advice for the length of the block, pausing between questions."""
        return asking(self.parts.address(api), EMAIL, PASSWORD, pause=pause)

    def of(self, parts: Parts) -> Site:
        """Return the same installation, seen from other parts on its data directory."""
        return replace(self, parts=parts)

    async def add(self, count: int) -> UUID:
        """Start one job of `count` passages, the next edition of the topics among them."""
        store = self.resources.unit_of_work
        operator = await local_operator(
            unit_of_work=store, passwords=self.resources.passwords, clock=SystemClock()
        )
        async with ingesting(operator, Visibility.PUBLIC, unit_of_work=store) as job:
            for batch in in_batches(self.corpus.next(count), 500):
                await feed_ingest(
                    operator,
                    job.id,
                    batch,
                    Visibility.PUBLIC,
                    unit_of_work=store,
                    replacing=Replacing(),
                )
        return job.id

    async def job(self, job_id: UUID) -> Job:
        """Return a job as it stands."""
        async with self.resources.unit_of_work() as work:
            job = await work.jobs.get(job_id)
        assert job is not None
        return job

    async def tasks(
        self, job_id: UUID, name: str = "", state: TaskState | None = None
    ) -> list[Task]:
        """Return up to 100 tasks of a job, newest first, of one name or of all."""
        async with self.resources.unit_of_work() as work:
            page = await work.tasks.page(PageRequest(first=100), job_id=job_id, state=state)
        return [task for task in page.items if name in {"", task.name}]

    async def begins(self, job_id: UUID) -> None:
        """Return once some vectors of a job are stored and others are not; fail if it was faster."""

        async def begun() -> bool:
            tasks = await self.tasks(job_id, "embed_document_batch")
            return any(task.units_done for task in tasks)

        await until(begun, JOB_SECONDS)
        assert (await self.job(job_id)).stage is JobStage.EMBED, "the job went on before the fault"

    async def embeds(self, job_id: UUID) -> None:
        """Return once a worker embeds for a job, or nothing of it is left to embed."""
        await self._runs(job_id, "embed_document_batch", {JobStage.EMBED})

    async def builds(self, job_id: UUID) -> None:
        """Return once a worker builds or swaps for a job, or that is over."""
        await self._runs(
            job_id, "", {JobStage.EMBED, JobStage.BUILD, JobStage.SWAP}, Queue.INDEXING
        )

    async def _runs(
        self, job_id: UUID, name: str, stages: set[JobStage], queue: Queue = Queue.EMBEDDING
    ) -> None:
        async def runs() -> bool:
            job = await self.job(job_id)
            if job.state.is_terminal or job.stage not in stages:
                return True
            started = await self.tasks(job_id, name, TaskState.STARTED)
            return any(task.queue is queue for task in started)

        await until(runs, JOB_SECONDS)

    async def ended(self, job_id: UUID, seconds: float = JOB_SECONDS) -> Job:
        """Return a job once nothing more will happen to it."""

        async def over() -> bool:
            return (await self.job(job_id)).state.is_terminal

        await until(over, seconds)
        return await self.job(job_id)

    async def processes(self, kind: ProcessKind = ProcessKind.WORKER) -> list[Process]:
        """Return the processes that were heard from lately."""
        async with self.resources.unit_of_work() as work:
            return list(await work.processes.alive(kind))

    async def works(self, *names: str) -> None:
        """Return once the children of these parts are on the register, so that they can be given tasks."""

        async def registered() -> bool:
            found = {process.pid for process in await self.processes()}
            found |= {process.pid for process in await self.processes(ProcessKind.SCHEDULER)}
            return {self.parts.child(name) for name in names} <= found

        await until(registered, READY_SECONDS)

    async def tally(self) -> Tally:
        """Return what Postgres saw so far."""
        async with self.engine.connect() as connection:
            return await read_tally(connection)


async def until(holds: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Return once it holds; what cannot be asked, because Postgres is away, does not hold yet."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                if await holds():
                    return
            except OSError:
                pass
            await asyncio.sleep(0.05)


@asynccontextmanager
async def open_site(parts: Parts, corpus: Corpus) -> AsyncIterator[Site]:
    """Join the engines of a data directory, to look and to hand in, for the length of the block."""
    async with open_resources(PersistenceSettings(data_directory=parts.place)) as resources:
        engine = create_engine(resources.database_url)
        try:
            yield Site(parts, corpus, resources, engine)
        finally:
            await engine.dispose()


async def make_site(place: Path) -> tuple[Parts, Corpus]:
    """Make an installation with one user and a first version that serves; all of its parts run."""
    parts, corpus = Parts(place), Corpus()
    try:
        async with open_resources(PersistenceSettings(data_directory=place)) as resources:
            await migrate(resources.database_url)
            await create_user(
                EMAIL,
                Role.USER,
                PASSWORD,
                unit_of_work=resources.unit_of_work,
                passwords=resources.passwords,
            )
            start_all(parts)
            await asyncio.to_thread(Client(parts.address()).wait_until_ready, READY_SECONDS)
        async with open_site(parts, corpus) as site:
            await keep_tally(site.engine)
            await site.ended(await site.add(FIRST_PASSAGES))
    except BaseException:
        parts.end()
        raise
    return parts, corpus


def start_all(parts: Parts) -> None:
    """Start whatever does not run of one API, a worker for each queue and a scheduler."""
    parts.start(*WORKERS, SCHEDULER, API)
