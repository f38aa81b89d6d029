import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identifiers import new_id
from domain.jobs.job import Job, JobKind, JobStage, JobState
from domain.jobs.schedule_keeping import Keeping
from domain.jobs.task import Claim, NewTask, Queue, TaskState
from domain.jobs.worker import Process, ProcessKind
from domain.paging import PageRequest
from domain.ports import UnitOfWork, UnitOfWorkFactory

EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


async def open_job(work: UnitOfWork, *, sealed: bool = True) -> Job:
    return await work.jobs.add(
        JobKind.EMBEDDING, stage=JobStage.EMBED, sealed=sealed, created_by=None
    )


async def run_batch(
    work: UnitOfWork, job: Job, units: int, name: str = "embed_document_batch"
) -> Claim:
    new = NewTask(name, Queue.EMBEDDING, job_id=job.id, units=units)
    (task,) = await work.tasks.enqueue([new])
    claim = await work.tasks.claim(task.id, "w")
    assert claim is not None
    return claim


async def run_sql(engine: AsyncEngine, statement: str) -> list[tuple[object, ...]]:
    async with engine.begin() as connection:
        result = await connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


async def test_a_job_is_opened_moved_and_ended(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    who = new_id()
    async with unit_of_work() as work:
        job = await work.jobs.add(
            JobKind.INGEST, stage=JobStage.EMBED, sealed=False, created_by=who
        )
        assert await work.jobs.get(job.id) == job
        assert (job.state, job.sealed, job.created_by) == (JobState.RUNNING, False, who)
        await work.jobs.seal(job.id)
        await work.jobs.move(job.id, stage=JobStage.BUILD, index_version=7)
        moved = await work.jobs.get(job.id)
        assert moved is not None
        assert (moved.sealed, moved.stage, moved.index_version) == (True, JobStage.BUILD, 7)
        assert moved.finished_at is None
        await work.jobs.move(job.id, state=JobState.FAILED, error="why")
        failed = await work.jobs.get(job.id)
        assert failed is not None
        assert (failed.state, failed.stage, failed.error) == (
            JobState.FAILED,
            JobStage.BUILD,
            "why",
        )
        assert failed.finished_at is not None
        await work.jobs.move(job.id, state=JobState.RUNNING)
        again = await work.jobs.get(job.id)
        assert again is not None
        assert again.finished_at is None
        await work.jobs.move(job.id)
        assert await work.jobs.get(new_id()) is None
        assert await work.jobs.lock(new_id()) is None
        await work.commit()
    events = await run_sql(
        sql_engine, "select topic, payload->>'state', payload->>'sealed' from events order by id"
    )
    states = ["RUNNING", "RUNNING", "RUNNING", "FAILED", "RUNNING"]
    sealed = ["false", "true", "true", "true", "true"]
    assert events == [("jobs", *pair) for pair in zip(states, sealed, strict=True)]


async def test_a_job_is_held_by_one_at_a_time_while_tasks_may_be_added(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        await work.commit()
    order: list[str] = []

    async def lock_later() -> None:
        async with unit_of_work() as work:
            await work.jobs.lock(job.id)
            order.append("second")

    async with unit_of_work() as work:
        assert await work.jobs.lock(job.id) == job
        waiting = asyncio.create_task(lock_later())
        async with unit_of_work() as other:
            async with asyncio.timeout(5):
                await other.tasks.enqueue([NewTask("x", Queue.EMBEDDING, job_id=job.id)])
            await other.commit()
        await asyncio.sleep(0.05)
        order.append("first")
        await work.commit()
    await waiting
    assert order == ["first", "second"]


async def test_open_and_broken_tasks_are_the_jobs_own(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        job, other = await open_job(work), await open_job(work)
        done = await run_batch(work, job, 1)
        await work.tasks.succeed(done)
        await run_batch(work, job, 1)
        await run_batch(work, other, 1)
        broken = []
        for number in range(11):
            claim = await run_batch(work, job, 1)
            await work.tasks.fail(claim, f"e{number}", TaskState.DEAD)
            broken.append(claim.task_id)
        assert await work.jobs.open_tasks(job.id) == 1
        found = [task.id for task in await work.jobs.broken_tasks(job.id)]
        assert len(found) == 10
        assert set(found) <= set(broken)
        assert await work.jobs.broken_tasks(other.id) == []


async def test_jobs_come_newest_first(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        jobs = sorted([await open_job(work) for _ in range(3)], key=lambda job: job.id)
        first = await work.jobs.page(PageRequest(2))
        rest = await work.jobs.page(PageRequest(2, first.items[-1].id))
    assert [*first.items, *rest.items] == jobs[::-1]
    assert (first.has_next, rest.has_next) == (True, False)


def process(name: str, kind: ProcessKind = ProcessKind.WORKER, busy: int = 0) -> Process:
    return Process(
        name, kind, "host", 42, (Queue.EMBEDDING, Queue.INDEXING), busy, 12.5, 10**10, EPOCH, EPOCH
    )


async def test_heartbeats_carry_postgres_own_times(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        await work.processes.beat(process("w"))
        await work.commit()
        (first,) = await work.processes.alive()
        await work.processes.beat(process("w", busy=3))
        (second,) = await work.processes.alive()
    assert abs(datetime.now(UTC) - first.seen_at) < timedelta(seconds=5)
    assert (second.busy, second.cpu_percent, second.memory_bytes) == (3, 12.5, 10**10)
    assert second.queues == (Queue.EMBEDDING, Queue.INDEXING)
    assert second.started_at == first.started_at
    assert second.seen_at > first.seen_at


async def test_the_silent_are_not_alive_and_are_forgotten_later(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        for name, kind in (
            ("a", ProcessKind.API),
            ("w", ProcessKind.WORKER),
            ("x", ProcessKind.API),
        ):
            await work.processes.beat(process(name, kind))
        await work.commit()
    await run_sql(
        sql_engine, "update processes set seen_at = now() - interval '11 s' where name = 'x'"
    )
    async with unit_of_work() as work:
        assert [p.name for p in await work.processes.alive()] == ["a", "w"]
        assert [p.name for p in await work.processes.alive(ProcessKind.API)] == ["a"]
        assert await work.processes.forget_silent(60) == 0
        assert await work.processes.forget_silent(10) == 1
        await work.processes.leave("a")
        assert [p.name for p in await work.processes.alive()] == ["w"]


async def test_a_moment_of_a_schedule_is_taken_once(unit_of_work: UnitOfWorkFactory) -> None:
    slot = datetime(2026, 1, 1, 2, tzinfo=UTC)

    async def take(moment: datetime) -> bool:
        async with unit_of_work() as work:
            taken = await work.schedules.take_slot("nightly", moment)
            await asyncio.sleep(0.01)
            await work.commit()
            return taken is not None

    async with unit_of_work() as work:
        assert await work.schedules.keeping() == {}
    assert sorted(await asyncio.gather(*(take(slot) for _ in range(4)))) == [False] * 3 + [True]
    assert not await take(slot - timedelta(days=1))
    assert await take(slot + timedelta(days=1))
    async with unit_of_work() as work:
        assert await work.schedules.keeping() == {"nightly": Keeping(slot + timedelta(days=1))}


async def test_what_passed_while_a_schedule_was_disabled_is_taken(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    early = datetime(2026, 1, 1, tzinfo=UTC)
    async with unit_of_work() as work:
        await work.schedules.take_slot("nightly", early)
        await work.schedules.enable("nightly", True)  # it is
        assert (await work.schedules.keeping())["nightly"].slot == early
        await work.schedules.enable("nightly", False)
        assert (await work.schedules.keeping())["nightly"] == Keeping(early, enabled=False)
        await work.schedules.enable("nightly", True)
        assert await work.schedules.take_slot("nightly", early + timedelta(days=1)) is None
        assert await work.schedules.take_slot("nightly", datetime.now(UTC) + timedelta(hours=1))


async def test_what_a_schedule_started_last_is_kept(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        (task,) = await work.tasks.enqueue([NewTask("compute_index_stats", Queue.MAINTENANCE)])
        await work.schedules.note("nightly", task.id)
        kept = (await work.schedules.keeping())["nightly"]
    assert kept.last is not None
    assert kept.last.task_id == task.id
    assert (kept.slot, kept.enabled) == (None, True)
    assert abs(kept.last.at - datetime.now(UTC)) < timedelta(seconds=10)
