"""Reading an uploaded file into documents, a step at a time; a repeated run goes on after the last step."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from domain.documents.document import DocumentDraft, Replacing
from domain.documents.formats.readout import Readout, Unreadable
from domain.documents.intake import keep_documents
from domain.documents.reading import format_of, read_file
from domain.documents.steps import in_steps, shared_references
from domain.documents.upload import Problem, Step, Upload, UploadState
from domain.errors import InvalidInput, NotFound, Superseded
from domain.jobs.attempt import Report
from domain.ports import UnitOfWorkFactory, UploadStore

MOST_UNPACKED = 500_000_000
"""Bytes that a packed file may unpack to."""

MOST_UNREADABLE = 10_000
"""A file with more records that cannot be read is not what it is taken for."""


async def process_upload(
    upload_id: UUID,
    report: Report,
    *,
    unit_of_work: UnitOfWorkFactory,
    store: UploadStore,
    scratch: Path,
) -> Upload:
    """Read a received file into documents of its job, working in the folder `scratch`; return how it ended.

    Bad records are listed and the others go in. Raises `InvalidInput`, also noted with the upload, if
    nothing could be kept. A file that breaks off half-way is FAILED, and what was stored goes on.
    """
    upload = await _get(upload_id, unit_of_work)
    if upload.state is not UploadState.PROCESSING or upload.key is None:
        return _result(upload)
    problem: InvalidInput | None = None
    # A stopped run may still be reading from its thread while the folder is taken away.
    with TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "file"
        await store.fetch(upload.key, path)
        try:
            await _read(upload, path, report, unit_of_work)
        except InvalidInput as error:
            problem = error
    ended = await _finish(upload_id, problem, unit_of_work)
    await store.delete_all(upload_id)
    return _result(ended)


def _result(ended: Upload) -> Upload:
    """Return an upload that has ended. Raises `InvalidInput` if nothing of it could be kept."""
    if ended.error is not None and not ended.stored:
        raise InvalidInput(ended.error)
    return ended


async def _read(
    upload: Upload, path: Path, report: Report, unit_of_work: UnitOfWorkFactory
) -> None:
    replacing = None
    if upload.replace:
        replacing = Replacing(
            await asyncio.to_thread(shared_references, path, upload.filename, MOST_UNPACKED)
        )
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size

    steps = in_steps(
        read_file(path, advance, filename=upload.filename, most_unpacked=MOST_UNPACKED),
        whole=not format_of(upload.filename).records,
    )
    records = 0
    unreadable = upload.unreadable
    while step := await asyncio.to_thread(next, steps, None):
        if records >= upload.records:  # else an earlier attempt has kept it
            unreadable += sum(isinstance(readout, Unreadable) for readout in step)
            await _keep(upload, records, step, replacing, unit_of_work)
            await report(done, upload.size)
        records += len(step)
        if unreadable > MOST_UNREADABLE:
            raise InvalidInput(
                f"{upload.filename}: more than {MOST_UNREADABLE:,} records cannot be read; what comes "
                "after them was left"
            )


async def _keep(
    upload: Upload,
    after: int,
    readouts: Sequence[Readout],
    replacing: Replacing | None,
    unit_of_work: UnitOfWorkFactory,
) -> None:
    drafts = [each for each in readouts if isinstance(each, DocumentDraft)]
    problems = [Problem(e.line, e.reason) for e in readouts if isinstance(e, Unreadable)]
    async with unit_of_work() as work:
        added = await keep_documents(
            work,
            drafts,
            owner_id=upload.owner_id,
            visibility=upload.visibility,
            job_id=upload.job_id,
            replacing=replacing,
        )
        stored = sum(document.created for document in added)
        step = Step(after, len(readouts), stored, len(added) - stored, problems)
        if not await work.uploads.advance(upload.id, step):
            raise Superseded("another attempt reads this upload")
        await work.commit()


async def _finish(
    upload_id: UUID, problem: InvalidInput | None, unit_of_work: UnitOfWorkFactory
) -> Upload:
    upload = await _get(upload_id, unit_of_work)
    error = None if problem is None else problem.message
    if error is None and not upload.stored + upload.known:
        first = upload.problems[0]
        error = f"{upload.filename}: nothing could be read: line {first.line}: {first.reason}"
    async with unit_of_work() as work:
        await work.uploads.finish(upload_id, error)
        await work.commit()
    return await _get(upload_id, unit_of_work)


async def _get(upload_id: UUID, unit_of_work: UnitOfWorkFactory) -> Upload:
    async with unit_of_work() as work:
        upload = await work.uploads.get(upload_id)
    if upload is None:
        raise NotFound("upload", upload_id)
    return upload
