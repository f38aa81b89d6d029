"""Taking in a file: announce it, receive its bytes, and have a worker read it into documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from domain.access import Principal
from domain.documents.document import Visibility
from domain.documents.intake import require_may_add
from domain.documents.reading import format_of
from domain.documents.upload import Upload, UploadState
from domain.errors import Conflict, InvalidInput, NotFound, TooLarge
from domain.jobs.job import JobKind, JobStage
from domain.jobs.task import NewTask, Queue
from domain.ports import Clock, UnitOfWork, UnitOfWorkFactory, UploadStore

LARGEST_UPLOAD = 50_000_000
"""Bytes of a file."""

LIFETIME_SECONDS = 3_600.0
"""For so long a file may be sent after it was announced."""

LONGEST_FILENAME = 255
FORGOTTEN_AT_ONCE = 20


async def create_upload(
    principal: Principal,
    *,
    filename: str,
    size: int,
    visibility: Visibility,
    replace: bool,
    unit_of_work: UnitOfWorkFactory,
    store: UploadStore,
) -> Upload:
    """Announce a file, to be sent within the hour.

    Raises `InvalidInput` for a name without a known format, and `TooLarge`; `Forbidden` as for adding
    documents.
    """
    require_may_add(principal, visibility)
    _check(filename, size)
    async with unit_of_work() as work:
        upload = await work.uploads.add(
            owner_id=principal.user_id,
            visibility=visibility,
            filename=filename,
            size=size,
            replace=replace,
            lifetime_seconds=LIFETIME_SECONDS,
        )
        unneeded = await work.uploads.forget(FORGOTTEN_AT_ONCE)
        await work.commit()
    for upload_id in unneeded:
        await store.delete_all(upload_id)
    return upload


def _check(filename: str, size: int) -> None:
    if not filename.isprintable() or not 1 <= len(filename) <= LONGEST_FILENAME:
        raise InvalidInput(
            f"a file's name has 1 to {LONGEST_FILENAME} printable characters", field="filename"
        )
    format_of(filename)
    if size < 1:
        raise InvalidInput("a file has one byte at least", field="size")
    if size > LARGEST_UPLOAD:
        raise TooLarge(f"a file may have {LARGEST_UPLOAD:,} bytes at most", field="size")


async def expect_upload(
    principal: Principal,
    upload_id: UUID,
    *,
    announced: int | None,
    unit_of_work: UnitOfWorkFactory,
    clock: Clock,
) -> Upload:
    """Return the upload whose bytes are about to come; `announced` is how many, if that was said.

    Raises `NotFound` unless it is the caller's own, `Conflict` if it was received already or is too late,
    `TooLarge` or `InvalidInput` for another size than the upload was created with.
    """
    async with unit_of_work() as work:
        upload = await work.uploads.get(upload_id, owner_id=principal.user_id)
    if upload is None:
        raise NotFound("upload", upload_id)
    require_may_add(principal, upload.visibility)
    if upload.state is not UploadState.RECEIVING:
        raise Conflict("the file was received already")
    if upload.expires_at <= clock.now():
        raise Conflict("the upload has expired: create another")
    if announced is not None:
        _check_size(announced, upload.size, ended=True)
    return upload


async def receive_upload(
    upload: Upload,
    content: AsyncIterator[bytes],
    *,
    unit_of_work: UnitOfWorkFactory,
    store: UploadStore,
) -> Upload:
    """Keep a file, whole or not at all, and start the job that reads it.

    Raises `TooLarge` or `InvalidInput` if it is not as long as it was said to be, `Conflict` if the same
    upload was received meanwhile, and whatever `content` raises; the file can be sent again then.
    """
    key = await store.receive(upload.id, _measured(content, upload.size))
    try:
        async with unit_of_work() as work:
            await _start_reading(work, upload, key)
            await work.commit()
    except BaseException:
        await asyncio.shield(store.delete(key))
        raise
    async with unit_of_work() as work:
        received = await work.uploads.get(upload.id)
    return received or upload


async def _measured(content: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    count = 0
    async for piece in content:
        count += len(piece)
        _check_size(count, size, ended=False)
        yield piece
    _check_size(count, size, ended=True)


def _check_size(count: int, size: int, *, ended: bool) -> None:
    if count > LARGEST_UPLOAD:
        raise TooLarge(f"a file may have {LARGEST_UPLOAD:,} bytes at most")
    if count > size:
        raise TooLarge(
            f"the file is larger than the {size:,} bytes that were announced: create another upload"
        )
    if ended and count < size:
        raise InvalidInput(
            f"{count:,} bytes came of the {size:,} that were announced: send the whole file again"
        )


async def _start_reading(work: UnitOfWork, upload: Upload, key: str) -> None:
    public = upload.visibility is Visibility.PUBLIC
    job = await work.jobs.add(
        JobKind.UPLOAD if public else JobKind.PRIVATE_UPLOAD,
        stage=JobStage.EMBED,
        sealed=True,  # more tasks come from its own first task only
        created_by=upload.owner_id,
    )
    if not await work.uploads.receive(upload.id, key=key, job_id=job.id):
        raise Conflict("the file was received already, or came too late")
    reading = NewTask(
        "process_upload",
        Queue.EMBEDDING,
        {"upload_id": str(upload.id)},
        job_id=job.id,
        units=upload.size,
    )
    await work.tasks.enqueue([reading])
