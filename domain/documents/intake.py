"""Taking documents in: kept at once, cut and embedded by the workers, public ones then indexed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from domain.access import Permission, Principal
from domain.batches import in_batches
from domain.documents.document import AddedDocument, DocumentDraft, Replacing, Visibility
from domain.errors import Conflict, InvalidInput, NotFound
from domain.jobs.advance import advance_job
from domain.jobs.job import Job, JobKind, JobStage, JobState
from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWork, UnitOfWorkFactory

MOST_AT_ONCE = 1_000
DOCUMENTS_PER_TASK = 500


@dataclass(frozen=True, slots=True)
class RefusedDocument:
    """Something that was handed in as a document and cannot be one; `field` is to blame, if any is."""

    reason: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of what was handed in, in its order; `job` is None if nothing was new."""

    results: tuple[AddedDocument | RefusedDocument, ...]
    job: Job | None


def require_may_add(principal: Principal, visibility: Visibility) -> None:
    """Raise `Forbidden` unless the caller may add documents of this visibility."""
    principal.require(Permission.ADVICE_GENERATE)
    if visibility is Visibility.PUBLIC:
        principal.require(Permission.INDEX_MANAGE)


async def add_documents(
    principal: Principal,
    drafts: Sequence[DocumentDraft | RefusedDocument],
    visibility: Visibility,
    *,
    unit_of_work: UnitOfWorkFactory,
    replace: bool = False,
) -> Receipt:
    """Keep up to 1,000 documents at once and start the job that makes them searchable.

    What was refused stays where it is among the results. With `replace`, new documents take the place of
    older ones with the same reference, owner and visibility, but never of one another. Raises
    `InvalidInput` for none or too many, `Forbidden` for public ones without the permission.
    """
    require_may_add(principal, visibility)
    if not 1 <= len(drafts) <= MOST_AT_ONCE:
        raise InvalidInput(
            f"1 to {MOST_AT_ONCE:,} documents at once; these are {len(drafts):,}", field="documents"
        )
    good = [draft for draft in drafts if isinstance(draft, DocumentDraft)]
    async with unit_of_work() as work:
        added = await work.documents.add(
            good,
            owner_id=principal.user_id,
            visibility=visibility,
            replacing=Replacing() if replace else None,
        )
        job = None
        if any(document.created for document in added):
            job = await _open_job(work, principal, visibility, sealed=True)
            await _enqueue_processing(work, job.id, added)
        await work.commit()
    outcomes = iter(added)
    results = [next(outcomes) if isinstance(each, DocumentDraft) else each for each in drafts]
    return Receipt(tuple(results), job)


@asynccontextmanager
async def ingesting(
    principal: Principal, visibility: Visibility, *, unit_of_work: UnitOfWorkFactory
) -> AsyncIterator[Job]:
    """Have a job that documents are fed to in several steps. It goes on once the block is left.

    If this process is killed instead, `domain.jobs.upkeep.sweep` closes the job in its stead.
    """
    require_may_add(principal, visibility)
    async with unit_of_work() as work:
        job = await _open_job(work, principal, visibility, sealed=False)
        await work.commit()
    try:
        async with unit_of_work() as presence:
            await presence.jobs.hold(job.id)
            yield job
    finally:
        await close_ingest(job.id, unit_of_work=unit_of_work)


async def feed_ingest(
    principal: Principal,
    job_id: UUID,
    drafts: Sequence[DocumentDraft],
    visibility: Visibility,
    *,
    unit_of_work: UnitOfWorkFactory,
    replacing: Replacing | None = None,
) -> list[AddedDocument]:
    """Keep more documents under an open job, all or nothing. Raises `Conflict` if it was closed."""
    require_may_add(principal, visibility)
    async with unit_of_work() as work:
        job = await work.jobs.lock(job_id)
        if job is None:
            raise NotFound("job", job_id)
        if job.sealed or job.state.is_terminal:
            raise Conflict("the job takes no more documents")
        added = await keep_documents(
            work,
            drafts,
            owner_id=principal.user_id,
            visibility=visibility,
            job_id=job_id,
            replacing=replacing,
        )
        await work.commit()
    return added


async def keep_documents(
    work: UnitOfWork,
    drafts: Sequence[DocumentDraft],
    *,
    owner_id: UUID,
    visibility: Visibility,
    job_id: UUID | None,
    replacing: Replacing | None,
) -> list[AddedDocument]:
    """Keep documents and have those that are new cut into passages under the job; nothing is committed."""
    added = await work.documents.add(
        drafts, owner_id=owner_id, visibility=visibility, replacing=replacing
    )
    await _enqueue_processing(work, job_id, added)
    return added


async def refuse_ingest(
    job_id: UUID, reasons: Sequence[str], *, unit_of_work: UnitOfWorkFactory
) -> None:
    """Say that nothing of what was to be fed to a job could be read: it has FAILED, for these reasons."""
    async with unit_of_work() as work:
        await work.jobs.lock(job_id)
        await work.jobs.move(
            job_id,
            state=JobState.FAILED,
            error=f"none of the documents could be read: {'; '.join(reasons)}",
        )
        await work.commit()


async def close_ingest(job_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> None:
    """Say that everything was fed; the job goes on as soon as its tasks are done, at once if it has none."""
    async with unit_of_work() as work:
        await work.jobs.seal(job_id)
        await advance_job(work, job_id)
        await work.commit()


async def remove_document(
    principal: Principal, document_id: UUID, *, unit_of_work: UnitOfWorkFactory
) -> None:
    """Take a document, and all that it replaced, out of every search that starts from now on.

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
    work: UnitOfWork, job_id: UUID | None, added: Sequence[AddedDocument]
) -> None:
    fresh = [str(document.id) for document in added if document.created]
    await work.tasks.enqueue(processing_tasks(fresh, job_id))


def processing_tasks(document_ids: Sequence[str], job_id: UUID | None) -> list[NewTask]:
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
