from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.jobs.job import Job, JobKind, JobProgress, JobStage, JobState
from domain.jobs.steering import pause_job, resume_job, retry_job
from domain.jobs.task import Claim, NewTask, Queue, TaskState
from domain.ports import UnitOfWork, UnitOfWorkFactory


async def open_job(work: UnitOfWork) -> Job:
    return await work.jobs.add(
        JobKind.EMBEDDING, stage=JobStage.EMBED, sealed=True, created_by=None
    )


async def begin(
    work: UnitOfWork, job: Job, units: int, name: str = "embed_document_batch"
) -> Claim:
    """Enqueue and claim a batch, and tell that nothing of it was done before."""
    new = NewTask(name, Queue.EMBEDDING, job_id=job.id, units=units)
    (task,) = await work.tasks.enqueue([new])
    claim = await work.tasks.claim(task.id, "w")
    assert claim is not None
    await work.tasks.progress(claim, 0, units)
    return claim


async def set_times(
    engine: AsyncEngine, task: UUID, began: float, reported: float, *, done: int | None = None
) -> None:
    """Have an attempt's beginning and last report been so many seconds ago."""
    units = "" if done is None else f", units_done = {done}"
    async with engine.begin() as connection:
        await connection.execute(
            text(
                f"update tasks set started_at = now() - interval '{began} seconds',"
                f" reported_at = now() - interval '{reported} seconds'{units} where id = '{task}'"
            )
        )


async def set_running_since(engine: AsyncEngine, seconds: float) -> None:
    async with engine.begin() as connection:
        since = f"update jobs set running_since = now() - interval '{seconds} seconds'"
        await connection.execute(text(since))


async def progress_of(unit_of_work: UnitOfWorkFactory, job: Job) -> JobProgress:
    async with unit_of_work() as work:
        return await work.jobs.progress(job.id)


async def test_progress_is_counted_from_the_tasks(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        empty = await work.jobs.progress(job.id)
        assert (empty.total, empty.tasks, empty.rate, empty.seconds_left) == (0, 0, None, None)
        plan = await begin(work, job, 5, name="embed_all_documents")
        await work.tasks.succeed(plan)
        await work.tasks.succeed(await begin(work, job, 100))
        running = await begin(work, job, 100)
        await work.tasks.progress(running, 40, 100)
        for error in ("first", "second", "first"):
            failed = await begin(work, job, 10)
            await work.tasks.progress(failed, 4, 10)
            await work.tasks.fail(failed, error, TaskState.DEAD)
        progress = await work.jobs.progress(job.id)
    # 100 + 40 + 3 * 4 of 100 + 100 + 3 * 10 passages; documents of the plan are not passages
    assert (progress.total, progress.done, progress.failed) == (230, 152, 18)
    assert (progress.tasks, progress.tasks_done) == (6, 5)
    assert (progress.tasks_succeeded, progress.tasks_failed) == (2, 3)
    assert progress.errors == ("first", "second")


async def test_the_rate_is_what_was_done_in_the_last_minute(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        ended = [await begin(work, job, 600) for _ in range(3)]
        for claim in ended:
            await work.tasks.succeed(claim)
        running = await begin(work, job, 600)
        await work.commit()
    await set_running_since(sql_engine, 1_000)
    await set_times(sql_engine, ended[0].task_id, 200, 120)  # before the window: counts nothing
    await set_times(sql_engine, ended[1].task_id, 120, 0)  # half of its time: 300
    await set_times(sql_engine, ended[2].task_id, 40, 20)  # wholly within: 600
    await set_times(sql_engine, running.task_id, 80, 0, done=400)  # three quarters of it: 300
    progress = await progress_of(unit_of_work, job)
    assert progress.rate == pytest.approx(1_200 / 60, rel=0.05)
    assert progress.seconds_left == pytest.approx(200 / progress.rate, rel=0.05)


async def test_what_was_done_before_an_attempt_is_not_its_own(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    """Given a batch whose worker was killed, when another has begun, only its steps make the rate."""
    async with unit_of_work() as work:
        job = await open_job(work)
        killed = await begin(work, job, 1_000)
        await work.tasks.progress(killed, 640, 1_000)
        await work.tasks.release(killed)
        again = await work.tasks.claim(killed.task_id, "w2")
        assert again is not None
        await work.tasks.progress(again, 640, 1_000)  # these have their vectors
        await work.commit()
    await set_running_since(sql_engine, 1_000)
    await set_times(sql_engine, killed.task_id, 1, 1)
    assert (await progress_of(unit_of_work, job)).rate is None
    async with unit_of_work() as work:
        await work.tasks.progress(again, 740, 1_000)
        await work.commit()
    await set_times(sql_engine, killed.task_id, 5, 0)
    progress = await progress_of(unit_of_work, job)
    assert (progress.done, progress.total) == (740, 1_000)
    assert progress.rate == pytest.approx(100 / 5, rel=0.1)
    assert progress.seconds_left == pytest.approx(260 / 20, rel=0.1)


async def test_what_an_attempt_found_done_is_not_its_own_either(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        new = NewTask("embed_document_batch", Queue.EMBEDDING, job_id=job.id, units=1_000)
        (task,) = await work.tasks.enqueue([new])
        claim = await work.tasks.claim(task.id, "w")
        assert claim is not None
        await work.tasks.progress(claim, 900, 1_000)  # as many texts are known
        await work.tasks.progress(claim, 950, 1_000)
        await work.commit()
    await set_running_since(sql_engine, 1_000)
    await set_times(sql_engine, task.id, 5, 0)
    assert (await progress_of(unit_of_work, job)).rate == pytest.approx(10, rel=0.1)


async def test_between_two_reports_the_time_left_runs_down(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        claim = await begin(work, job, 1_000)
        await work.tasks.progress(claim, 400, 1_000)
        await work.commit()
    await set_running_since(sql_engine, 1_000)
    left = []
    for late in (0, 2, 4):
        await set_times(sql_engine, claim.task_id, 20 + late, late)
        left.append((await progress_of(unit_of_work, job)).seconds_left)
    assert left == pytest.approx([30, 28, 26], abs=0.5)


async def test_a_job_that_does_not_run_claims_no_rate(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        claim = await begin(work, job, 1_000)
        await work.commit()

    async def claimed() -> tuple[float | None, float | None]:
        progress = await progress_of(unit_of_work, job)
        assert (progress.rate is None) == (progress.seconds_left is None)
        return progress.rate, progress.seconds_left

    await set_times(sql_engine, claim.task_id, 20, 0, done=400)
    await set_running_since(sql_engine, 1_000)
    assert await claimed() == pytest.approx((20, 30), rel=0.1)
    await pause_job(job.id, unit_of_work=unit_of_work)
    assert await claimed() == (None, None)
    # Resumed two seconds ago: in these, a tenth of what the attempt did was done.
    await resume_job(job.id, unit_of_work=unit_of_work)
    await set_running_since(sql_engine, 2)
    await set_times(sql_engine, claim.task_id, 20, 0)
    assert await claimed() == pytest.approx((20, 30), rel=0.2)
    await set_times(sql_engine, claim.task_id, 20, 10)
    assert await claimed() == (None, None)
    async with unit_of_work() as work:
        await work.jobs.move(job.id, state=JobState.FAILED, error="why")
        await work.commit()
    assert await claimed() == (None, None)


async def test_what_is_run_again_begins_at_nothing(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        job = await open_job(work)
        claim = await begin(work, job, 1_000)
        await work.tasks.progress(claim, 400, 1_000)
        await work.tasks.fail(claim, "revoked", TaskState.REVOKED)
        await work.jobs.move(job.id, state=JobState.REVOKED, error="somebody stopped it")
        await work.commit()
    await set_times(sql_engine, claim.task_id, 20, 0)
    await retry_job(job.id, unit_of_work=unit_of_work)
    progress = await progress_of(unit_of_work, job)
    assert (progress.done, progress.tasks_done, progress.rate) == (0, 0, None)
    assert progress.errors == ()
    async with unit_of_work() as work:
        task = await work.tasks.get(claim.task_id)
    assert task is not None
    assert (task.state, task.error) == (TaskState.PENDING, None)
