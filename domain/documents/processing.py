"""Cutting documents into passages and planning the embeddings that are missing."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

from domain.batches import in_batches
from domain.documents.document import DocumentStatus, StoredText
from domain.documents.intake import processing_tasks
from domain.jobs.attempt import Report
from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWork, UnitOfWorkFactory
from domain.retrieval.chunking import Chunk
from domain.retrieval.passage import Passage, text_hash

TEXTS_PER_STEP = 10
"""What is cut between two safe points."""

REPORT_SECONDS = 0.5
"""Short texts are cut faster than it pays to write down."""

PASSAGES_PER_TASK = 1_000
UNPROCESSED_AT_ONCE = 50_000
MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Uncut:
    """A text that could not be cut, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Processed:
    """How many documents were looked at, how many could not be cut, and the first reasons why."""

    documents: int
    failed: int
    reasons: tuple[str, ...] = ()


class Splitter(Protocol):
    """Cuts texts into passages, off the event loop."""

    async def split(self, texts: Sequence[StoredText]) -> Sequence[list[Chunk] | Uncut]:
        """Return each text's chunks, in order; a text that cannot be cut does not keep others from it."""


async def process_documents(
    document_ids: Sequence[UUID],
    job_id: UUID | None,
    report: Report,
    *,
    unit_of_work: UnitOfWorkFactory,
    splitter: Splitter,
    fingerprint: str,
) -> Processed:
    """Cut documents into passages and enqueue the embeddings their texts lack, in one transaction.

    Reports how many are cut. A document that cannot be cut is FAILED with the reason. Running it again
    changes nothing: a passage's id follows from its document and position.
    """
    await report(0, len(document_ids))
    async with unit_of_work() as work:
        texts = await work.documents.texts(document_ids)
    passages: list[Passage] = []
    failed: dict[str, list[UUID]] = defaultdict(list)
    for text, cut in zip(texts, await _cut(texts, splitter, report), strict=True):
        if isinstance(cut, Uncut):
            failed[cut.reason].append(text.id)
        elif not cut:
            failed["there is nothing in it to cite"].append(text.id)
        else:
            passages += _passages(text, cut)
    ids = [text.id for text in texts]
    processed = list({passage.document_id for passage in passages})
    async with unit_of_work() as work:
        await work.passages.replace(ids, passages)
        await work.documents.set_status(processed, DocumentStatus.PROCESSED)
        for reason, uncut in failed.items():
            await work.documents.set_status(uncut, DocumentStatus.FAILED, reason)
        await enqueue_missing(work, job_id, fingerprint, ids)
        await work.commit()
    await report(len(document_ids), len(document_ids))
    return Processed(len(ids), len(ids) - len(processed), tuple(failed)[:MOST_REASONS])


async def _cut(
    texts: Sequence[StoredText], splitter: Splitter, report: Report
) -> list[list[Chunk] | Uncut]:
    """Cut the texts step by step, telling of it at most twice a second."""
    cut: list[list[Chunk] | Uncut] = []
    told = time.monotonic()
    for step in in_batches(texts, TEXTS_PER_STEP):
        if time.monotonic() - told >= REPORT_SECONDS:
            await report(len(cut), len(texts))
            told = time.monotonic()
        cut += await splitter.split(step)
    return cut


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
            context=chunk.context,
        )
        for ordinal, chunk in enumerate(chunks)
    ]
