"""Deleting for good what was removed, once no index has it."""

from __future__ import annotations

from domain.jobs.starting import start_rebuild
from domain.jobs.task import NewTask, Queue
from domain.ports import UnitOfWorkFactory

DOCUMENTS_AT_ONCE = 200


async def purge_removed(*, unit_of_work: UnitOfWorkFactory) -> dict[str, int]:
    """Delete the texts, passages and vectors of removed documents that no index has; return how many.

    A public document is in no index once the active version was begun after its removal; one that was
    replaced, once no version that can still be activated is older than its successor. Private ones never
    are in any. Their rows stay, without text, so that what names them still finds what they were. Vectors
    go unless another passage or a golden question has the same text. Answers that cite them are not
    touched: a record holds the passages that it cites.
    """
    total = {"documents": 0, "passages": 0, "embeddings": 0}
    while True:
        async with unit_of_work() as work:
            purged = await work.documents.purge(DOCUMENTS_AT_ONCE)
            await work.commit()
        for name, count in purged.items():
            total[name] += count
        if purged["documents"] < DOCUMENTS_AT_ONCE:
            break
    async with unit_of_work() as work:
        waiting = await work.documents.removed_but_indexed()
    if waiting:
        await start_rebuild(None, unit_of_work=unit_of_work)
    return total


async def request_purge(*, unit_of_work: UnitOfWorkFactory) -> None:
    """Have a maintenance worker do so."""
    async with unit_of_work() as work:
        name = "purge_removed_documents"
        await work.tasks.enqueue([NewTask(name, Queue.MAINTENANCE, unique_key=name)])
        await work.commit()
