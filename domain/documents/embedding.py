"""Computing vectors for passages."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.batches import in_batches
from domain.jobs.attempt import Report
from domain.ports import TextEncoder, UnitOfWorkFactory

TEXTS_PER_STEP = 128
"""What is encoded and stored in one go: the most that a kill can cost, and how far apart safe points are."""


async def embed_batch(
    passage_ids: Sequence[UUID],
    report: Report,
    *,
    unit_of_work: UnitOfWorkFactory,
    encoder: TextEncoder,
) -> int:
    """Embed the passages that have no vector yet, each text once; return how many vectors were new.

    Each step commits, so a repeated run goes on where the last one stopped.
    """
    async with unit_of_work() as work:
        texts = await work.passages.texts(passage_ids)
        missing = await work.embeddings.missing(texts.keys(), encoder.fingerprint)
    stored = 0
    total = len(passage_ids)
    hashes = [text_hash for text_hash in texts if text_hash in missing]
    done = total - len(hashes)
    await report(done, total)
    for step in in_batches(hashes, TEXTS_PER_STEP):
        vectors = await encoder.encode([texts[text_hash] for text_hash in step])
        async with unit_of_work() as work:
            stored += await work.embeddings.store(encoder.fingerprint, step, vectors)
            await work.commit()
        done += len(step)
        await report(done, total)
    return stored
