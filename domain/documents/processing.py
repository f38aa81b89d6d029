"""Cutting documents into passages and planning the embeddings that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID, uuid5

from domain.batches import in_batches
from domain.documents.document import DocumentStatus, StoredText
from domain.documents.intake import processing_tasks
from domain.jobs.running import Report
from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWork, UnitOfWorkFactory
from domain.retrieval.chunking import Chunk
from domain.retrieval.passage import Passage, text_hash

PASSAGES_PER_TASK = 1_000
UNPROCESSED_AT_ONCE = 50_000


class Splitter(Protocol):
    """Cuts texts into passages, off the event loop."""

    async def split(self, texts: Sequence[StoredText]) -> list[list[Chunk]]:
        """Return each text's chunks, in order."""


async def process_documents(
    document_ids: Sequence[UUID],
    job_id: UUID | None,
    report: Report,
    *,
    unit_of_work: UnitOfWorkFactory,
    splitter: Splitter,
    fingerprint: str,
) -> None:
    """Cut documents into passages and enqueue the embeddings their texts lack, in one transaction.

    Running it again changes nothing: a passage's id follows from its document and position.
    """
    async with unit_of_work() as work:
        texts = await work.documents.texts(document_ids)
    chunks = await splitter.split(texts)
    passages = [
        passage
        for text, cuts in zip(texts, chunks, strict=True)
        for passage in _passages(text, cuts)
    ]
    ids = [text.id for text in texts]
    async with unit_of_work() as work:
        await work.passages.replace(ids, passages)
        await work.documents.set_status(ids, DocumentStatus.PROCESSED)
        await enqueue_missing(work, job_id, fingerprint, ids)
        await work.commit()
    await report(len(document_ids), len(document_ids))


async def plan_embeddings(
    job_id: UUID, *, unit_of_work: UnitOfWorkFactory, fingerprint: str
) -> None:
    """Enqueue whatever is still to be cut or embedded, wherever it came from."""
    async with unit_of_work() as work:
        waiting = await work.documents.unprocessed(UNPROCESSED_AT_ONCE)
        await work.tasks.enqueue(processing_tasks([str(i) for i in waiting], job_id))
        await enqueue_missing(work, job_id, fingerprint, None)
        await work.commit()


async def enqueue_missing(
    work: UnitOfWork, job_id: UUID | None, fingerprint: str, document_ids: Sequence[UUID] | None
) -> None:
    """Enqueue one task for each thousand texts that have no vector yet."""
    missing = await work.passages.unembedded(fingerprint, document_ids)
    await work.tasks.enqueue(
        [
            NewTask(
                "embed_document_batch",
                Queue.EMBEDDING,
                {"passage_ids": [str(passage_id) for passage_id in batch]},
                job_id=job_id,
                units=len(batch),
            )
            for batch in in_batches(missing, PASSAGES_PER_TASK)
        ]
    )


def _passages(text: StoredText, chunks: Sequence[Chunk]) -> list[Passage]:
    """Give a text's chunks their ids and what they inherit; a record's only chunk has no heading."""
    return [
        Passage(
            id=uuid5(text.id, str(ordinal)),
            document_id=text.id,
            ordinal=ordinal,
            reference=text.reference,
            title=text.title,
            heading_path=chunk.heading_path,
            text=chunk.text,
            text_hash=text_hash(chunk.text),
            source=text.source,
            effective_date=text.effective_date,
        )
        for ordinal, chunk in enumerate(chunks)
    ]
