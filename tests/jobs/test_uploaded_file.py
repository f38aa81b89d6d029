"""An uploaded file, from its bytes to passages that can be found, by real worker processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from domain.access import Principal
from domain.documents.document import Visibility
from domain.documents.upload import Upload, UploadState
from domain.documents.uploading import create_upload, receive_upload
from domain.jobs.job import Job, JobState
from domain.jobs.task import Queue

pytestmark = pytest.mark.slow

PATIENCE = 120
ROWS = b"id,text,effective_date\n" + b"".join(
    b"R-%d,Rule %d: the lender must disclose charge %d before the loan is made.,2026-01-01\n"
    % (n, n, n)
    for n in range(60)
)


async def send(workplace: Any, admin: Principal, filename: str, content: bytes) -> Upload:
    async def pieces() -> AsyncIterator[bytes]:
        yield content

    resources = workplace.resources
    upload = await create_upload(
        admin,
        filename=filename,
        size=len(content),
        visibility=Visibility.PUBLIC,
        replace=True,
        unit_of_work=resources.unit_of_work,
        store=resources.uploads,
    )
    return await receive_upload(
        upload, pieces(), unit_of_work=resources.unit_of_work, store=resources.uploads
    )


async def ended(workplace: Any, upload: Upload) -> tuple[Upload, Job]:
    store = workplace.resources.unit_of_work

    async def look() -> tuple[Upload, Job]:
        async with store() as work:
            found = await work.uploads.get(upload.id)
            job = await work.jobs.get(found.job_id)
        return found, job

    async def over() -> bool:
        return (await look())[1].state is not JobState.RUNNING

    await workplace.until(over, PATIENCE)
    return await look()


async def passages(workplace: Any) -> dict[str, UUID]:
    """The texts of the active version's passages, and their documents."""
    async with workplace.resources.unit_of_work() as work:
        fingerprint = await work.embeddings.encoder_in_use()
        return {
            passage.text: passage.document_id
            async for found, _ in work.passages.stream_public(fingerprint)
            for passage in found
        }


async def test_a_file_is_read_embedded_and_indexed_and_its_amendment_replaces(
    workplace: Any, admin: Principal
) -> None:
    workplace.start_worker(Queue.EMBEDDING)
    workplace.start_worker(Queue.INDEXING, Queue.MAINTENANCE)
    workplace.start_scheduler()

    upload, job = await ended(workplace, await send(workplace, admin, "rules.csv", ROWS))

    assert (upload.state, upload.stored, upload.unreadable) == (UploadState.DONE, 60, 0)
    assert job.state is JobState.SUCCEEDED, job.error
    assert job.index_version == 1
    before = await passages(workplace)
    assert len(before) == 60

    amended = ROWS.replace(b"Rule 7: the lender", b"Rule 7 (amended): the lender")
    upload, job = await ended(workplace, await send(workplace, admin, "rules.csv", amended))
    assert (upload.stored, upload.known) == (1, 59)
    assert (job.state, job.index_version) == (JobState.SUCCEEDED, 2)
    after = await passages(workplace)
    assert len(after) == 60
    (new,) = after.keys() - before.keys()
    assert new.startswith("Rule 7 (amended)")

    # The same once more changes nothing, and builds nothing.
    upload, job = await ended(workplace, await send(workplace, admin, "rules.csv", amended))
    assert (upload.stored, upload.known) == (0, 60)
    assert (job.state, job.index_version) == (JobState.SUCCEEDED, None)

    upload, job = await ended(workplace, await send(workplace, admin, "no.pdf", b"%PDF-1.4"))
    assert upload.state is UploadState.FAILED
    assert "not a PDF" in (upload.error or "")
    assert job.state is JobState.FAILED
