"""Uploads: their rows and their files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.documents.document import Visibility
from domain.documents.upload import Problem, Step, Upload, UploadState
from domain.identifiers import new_id
from domain.jobs.job import JobKind, JobStage, JobState
from domain.ports import UnitOfWork, UnitOfWorkFactory
from persistence.repositories.uploads import MOST_PROBLEMS
from persistence.uploads import ObjectUploadStore
from tests.persistence.guarded import guarded

ANN, BOB = new_id(), new_id()


async def announce(work: UnitOfWork, lifetime_seconds: float = 60) -> Upload:
    return await work.uploads.add(
        owner_id=ANN,
        visibility=Visibility.PRIVATE,
        filename="a.jsonl",
        size=10,
        replace=True,
        lifetime_seconds=lifetime_seconds,
    )


async def received(work: UnitOfWork) -> Upload:
    upload = await announce(work)
    job = await work.jobs.add(
        JobKind.PRIVATE_UPLOAD, stage=JobStage.EMBED, sealed=True, created_by=ANN
    )
    assert await work.uploads.receive(upload.id, key="uploads/x", job_id=job.id)
    return await get(work, upload)


async def get(work: UnitOfWork, upload: Upload) -> Upload:
    found = await work.uploads.get(upload.id)
    assert found is not None
    return found


async def test_an_upload_is_its_owners_alone(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        upload = await announce(work)
        assert (upload.filename, upload.size, upload.replace) == ("a.jsonl", 10, True)
        assert (upload.state, upload.key, upload.problems) == (UploadState.RECEIVING, None, ())
        assert (upload.expires_at - upload.created_at).total_seconds() == 60
        assert await work.uploads.get(upload.id, owner_id=ANN) == upload
        assert await work.uploads.get(upload.id, owner_id=BOB) is None
        assert await work.uploads.get(new_id()) is None


async def test_a_file_is_received_once_and_in_time(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        upload = await received(work)
        assert (upload.state, upload.key) == (UploadState.PROCESSING, "uploads/x")
        assert upload.job_id is not None
        assert not await work.uploads.receive(upload.id, key="uploads/y", job_id=upload.job_id)
        late = await announce(work, lifetime_seconds=0)
        assert not await work.uploads.receive(late.id, key="uploads/z", job_id=upload.job_id)


async def test_steps_are_counted_once_each_in_their_order(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        upload = await received(work)
        first = Step(
            0, 500, 490, 7, [Problem(3, "bad"), Problem(9, 'worse "one"'), Problem(10, "")]
        )
        assert await work.uploads.advance(upload.id, first)
        assert not await work.uploads.advance(upload.id, first)
        assert not await work.uploads.advance(upload.id, Step(1000, 1, 1, 0, []))
        assert await work.uploads.advance(upload.id, Step(500, 20, 20, 0, []))
        now = await get(work, upload)
        assert (now.records, now.stored, now.known, now.unreadable) == (520, 510, 7, 3)
        assert now.problems == tuple(first.problems)

        await work.uploads.finish(upload.id, None)

        assert (await get(work, upload)).state is UploadState.DONE
        await work.uploads.finish(upload.id, "no more")
        assert (await get(work, upload)).error is None
        assert not await work.uploads.advance(upload.id, Step(520, 1, 1, 0, []))


async def test_problems_are_all_counted_and_the_first_are_kept(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        upload = await received(work)
        for after in range(0, 2_000, 400):
            problems = [Problem(after + n + 1, "bad") for n in range(400)]
            assert await work.uploads.advance(upload.id, Step(after, 400, 0, 0, problems))
        now = await get(work, upload)
    assert now.unreadable == 2_000
    assert [each.line for each in now.problems] == list(range(1, MOST_PROBLEMS + 1))


async def test_an_upload_whose_job_broke_has_failed_and_is_let_go_of(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    async with unit_of_work() as work:
        broken, sound, late, soon = (
            await received(work),
            await received(work),
            await announce(work, lifetime_seconds=0),
            await announce(work),
        )
        assert broken.job_id is not None
        await work.jobs.move(broken.job_id, state=JobState.FAILED, error="the store is gone")
        await work.commit()
        for shown in (await get(work, broken), await get(work, broken)):
            assert (shown.state, shown.error) == (UploadState.FAILED, "the store is gone")
            assert set(await work.uploads.forget(10)) <= {broken.id, late.id}
        await work.commit()
        assert await work.uploads.get(late.id) is None
        assert (await get(work, sound)).state is UploadState.PROCESSING
        assert (await get(work, soon)).state is UploadState.RECEIVING
        assert await work.uploads.forget(10) == []
    async with sql_engine.connect() as connection:
        kept = await connection.execute(text("select state from uploads where state = 'FAILED'"))
        assert len(kept.all()) == 1


@pytest.fixture(params=["local", "memory"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return (
        LocalStore(tmp_path / "objects", mkdir=True) if request.param == "local" else MemoryStore()
    )


async def pieces(count: int, end: BaseException | None = None) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 65_536
    if end is not None:
        raise end


async def kept(objects: ObjectStore) -> list[str]:
    return [meta["path"] for meta in await obstore.list(objects).collect_async()]


async def test_a_file_comes_back_as_it_was_sent(objects: ObjectStore, tmp_path: Path) -> None:
    store = ObjectUploadStore(guarded(objects))
    upload_id = new_id()
    for count in (1, 200):
        key = await store.receive(upload_id, pieces(count))
        await store.fetch(key, tmp_path / "back")
        assert (tmp_path / "back").read_bytes() == b"x" * 65_536 * count
    assert len(await kept(objects)) == 2
    await store.delete(key)
    await store.delete(key)
    assert len(await kept(objects)) == 1
    await store.delete_all(upload_id)
    await store.delete_all(upload_id)
    assert await kept(objects) == []
    with pytest.raises(FileNotFoundError):
        await store.fetch(key, tmp_path / "back")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("count", [1, 200])
async def test_of_a_file_that_breaks_off_nothing_is_kept(
    objects: ObjectStore, tmp_path: Path, count: int
) -> None:
    store = ObjectUploadStore(guarded(objects))
    with pytest.raises(ConnectionResetError, match="gone"):
        await store.receive(new_id(), pieces(count, ConnectionResetError("gone")))

    async def stalls() -> AsyncIterator[bytes]:
        async for piece in pieces(count):
            yield piece
        await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await store.receive(new_id(), stalls())
    await asyncio.sleep(0.1)
    assert await kept(objects) == []
    assert files(tmp_path) == []  # nor anything half-written
