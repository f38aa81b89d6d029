"""Taking documents in: kept at once, cut and embedded by the workers, public ones then indexed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.access import Permission, Principal
from domain.batches import in_batches
from domain.documents.document import AddedDocument, DocumentDraft, Visibility
from domain.errors import Conflict, InvalidInput, NotFound
from domain.jobs.advance import advance_job
from domain.jobs.job import Job, JobKind, JobStage, JobState
from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWork, UnitOfWorkFactory

MOST_AT_ONCE = 1_000
DOCUMENTS_PER_TASK = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the drafts, in their order; `job` is None if every one was there already."""

    added: tuple[AddedDocument, ...]
    job: Job | None


def require_may_add(principal: Principal, visibility: Visibility) -> None:
    """Raise `Forbidden` unless the caller may add documents of this visibility."""
    principal.require(Permission.ADVICE_GENERATE)
    if visibility is Visibility.PUBLIC:
        principal.require(Permission.INDEX_MANAGE)


async def add_documents(
    principal: Principal,
    drafts: Sequence[DocumentDraft],
    visibility: Visibility,
    *,
    unit_of_work: UnitOfWorkFactory,
) -> Receipt:
    """Keep up to 1,000 documents and start the job that makes them searchable, all or nothing.

    Raises `InvalidInput` for none or too many drafts, `Forbidden` for public ones without the permission.
    """
    require_may_add(principal, visibility)
    if not 1 <= len(drafts) <= MOST_AT_ONCE:
        raise InvalidInput(
            f"1 to {MOST_AT_ONCE:,} documents at once; these are {len(drafts):,}", field="documents"
        )
    async with unit_of_work() as work:
        added = await work.documents.add(drafts, owner_id=principal.user_id, visibility=visibility)
        job = None
        if any(document.created for document in added):
            job = await _open_job(work, principal, visibility, sealed=True)
            await _enqueue_processing(work, job.id, added)
        await work.commit()
    return Receipt(tuple(added), job)


async def open_ingest(
    principal: Principal, visibility: Visibility, *, unit_of_work: UnitOfWorkFactory
) -> Job:
    """Open a job that documents are fed to in several steps, until `close_ingest`."""
    require_may_add(principal, visibility)
    async with unit_of_work() as work:
        job = await _open_job(work, principal, visibility, sealed=False)
        await work.commit()
    return job


async def feed_ingest(
    principal: Principal,
    job_id: UUID,
    drafts: Sequence[DocumentDraft],
    visibility: Visibility,
    *,
    unit_of_work: UnitOfWorkFactory,
) -> list[AddedDocument]:
    """Keep more documents under an open job, all or nothing. Raises `Conflict` if it was closed."""
    require_may_add(principal, visibility)
    async with unit_of_work() as work:
        job = await work.jobs.lock(job_id)
        if job is None:
            raise NotFound("job", job_id)
        if job.sealed or job.state is not JobState.RUNNING:
            raise Conflict("the job takes no more documents")
        added = await work.documents.add(drafts, owner_id=principal.user_id, visibility=visibility)
        await _enqueue_processing(work, job_id, added)
        await work.commit()
    return added


async def close_ingest(job_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> Job:
    """Say that everything was fed; the job goes on as soon as its tasks are done, at once if it has none."""
    async with unit_of_work() as work:
        await work.jobs.seal(job_id)
        await advance_job(work, job_id)
        job = await work.jobs.get(job_id)
        await work.commit()
    if job is None:
        raise NotFound("job", job_id)
    return job


async def remove_document(
    principal: Principal, document_id: UUID, *, unit_of_work: UnitOfWorkFactory
) -> None:
    """Take a document out of every search that starts from now on.

    Raises `NotFound` if the caller may not see it, `Forbidden` if it is public and not theirs to manage.
    """
    async with unit_of_work() as work:
        document = await work.documents.get(document_id, viewer=principal.user_id)
        if document is None:
            raise NotFound("document", document_id)
        if document.visibility is Visibility.PUBLIC:
            principal.require(Permission.INDEX_MANAGE)
        await work.documents.remove(document_id)
        await work.commit()


async def _open_job(
    work: UnitOfWork, principal: Principal, visibility: Visibility, *, sealed: bool
) -> Job:
    kind = JobKind.INGEST if visibility is Visibility.PUBLIC else JobKind.PRIVATE_INGEST
    return await work.jobs.add(
        kind, stage=JobStage.EMBED, sealed=sealed, created_by=principal.user_id
    )


async def _enqueue_processing(
    work: UnitOfWork, job_id: UUID, added: Sequence[AddedDocument]
) -> None:
    fresh = [str(document.id) for document in added if document.created]
    await work.tasks.enqueue(processing_tasks(fresh, job_id))


def processing_tasks(document_ids: Sequence[str], job_id: UUID) -> list[NewTask]:
    """Return the tasks that cut these documents into passages."""
    return [
        NewTask(
            "process_document",
            Queue.EMBEDDING,
            {"document_ids": list(batch)},
            job_id=job_id,
            units=len(batch),
        )
        for batch in in_batches(document_ids, DOCUMENTS_PER_TASK)
    ]
