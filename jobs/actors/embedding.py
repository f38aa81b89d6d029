"""Actors of the queue `embedding`: documents become passages, passages become vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from domain.documents.embedding import embed_batch
from domain.documents.processing import Splitter, plan_embeddings, process_documents
from domain.documents.upload_reading import process_upload as read_upload
from domain.errors import InvalidInput
from domain.indexing.golden_set import embed_golden_questions
from domain.jobs.attempt import Outcome, Report
from domain.jobs.task import Claim
from domain.ports import TextEncoder
from jobs.actors.registry import register
from jobs.broker import LedgerBroker
from jobs.context import JobContext


def register_embedding(
    broker: LedgerBroker, context: JobContext, *, encoder: TextEncoder, splitter: Splitter
) -> None:
    """Put the actors on the broker."""
    store = context.resources.unit_of_work

    async def process_document(claim: Claim, report: Report) -> Outcome:
        ids = _ids(claim.arguments["document_ids"])
        processed = await process_documents(
            ids,
            claim.job_id,
            report,
            unit_of_work=store,
            splitter=splitter,
            fingerprint=encoder.fingerprint,
        )
        return Outcome(asdict(processed))

    async def process_upload(claim: Claim, report: Report) -> Outcome:
        upload = await read_upload(
            UUID(claim.arguments["upload_id"]),
            report,
            unit_of_work=store,
            store=context.resources.uploads,
            scratch=context.scratch,
        )
        return Outcome(
            {"stored": upload.stored, "known": upload.known, "unreadable": upload.unreadable}
        )

    async def embed_document_batch(claim: Claim, report: Report) -> Outcome:
        ids = _ids(claim.arguments["passage_ids"])
        stored = await embed_batch(ids, report, unit_of_work=store, encoder=encoder)
        return Outcome({"passages": len(ids), "stored": stored})

    async def embed_all_documents(claim: Claim, report: Report) -> Outcome:
        del report  # planning takes no time worth showing
        if claim.job_id is None:
            raise InvalidInput("embed_all_documents plans for a job and was given none")
        await plan_embeddings(claim.job_id, unit_of_work=store, fingerprint=encoder.fingerprint)
        return Outcome()

    async def embed_questions(claim: Claim, report: Report) -> Outcome:
        del claim, report  # a few hundred texts
        stored = await embed_golden_questions(unit_of_work=store, encoder=encoder)
        return Outcome({"stored": stored})

    register(broker, context, "process_upload", process_upload)
    register(broker, context, "process_document", process_document)
    register(broker, context, "embed_document_batch", embed_document_batch)
    register(broker, context, "embed_all_documents", embed_all_documents)
    register(broker, context, "embed_golden_questions", embed_questions)


def _ids(texts: Sequence[str]) -> list[UUID]:
    return [UUID(text) for text in texts]
