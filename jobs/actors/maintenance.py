"""Actors of the queue `maintenance`: letting go of what is old, counting what is there."""

from __future__ import annotations

from domain.accounts.expiry import delete_expired_tokens
from domain.documents.purging import purge_removed
from domain.indexing.retention import clean_up_embeddings, clean_up_indexes
from domain.indexing.statistics import note_statistics
from domain.jobs.attempt import Outcome, Report
from domain.jobs.task import Claim
from jobs.actors.registry import register
from jobs.broker import LedgerBroker
from jobs.context import JobContext


def register_maintenance(broker: LedgerBroker, context: JobContext) -> None:
    """Put the actors on the broker."""
    resources = context.resources

    async def cleanup_old_embeddings(claim: Claim, report: Report) -> Outcome:
        del report  # there are no units to count before it is done
        deleted = await clean_up_embeddings(
            int(claim.arguments["older_than_days"]),
            unit_of_work=resources.unit_of_work,
            force=bool(claim.arguments.get("force", False)),
        )
        return Outcome({"embeddings": deleted})

    async def cleanup_old_indices(claim: Claim, report: Report) -> Outcome:
        del report  # a few versions
        gone = await clean_up_indexes(
            int(claim.arguments["keep"]),
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
        )
        return Outcome({"versions": gone})

    async def purge_removed_documents(claim: Claim, report: Report) -> Outcome:
        del claim, report  # how many there are is found out by deleting them
        return Outcome(await purge_removed(unit_of_work=resources.unit_of_work))

    async def forget_expired_tokens(claim: Claim, report: Report) -> Outcome:
        del claim, report  # one statement
        deleted = await delete_expired_tokens(
            unit_of_work=resources.unit_of_work, clock=context.clock
        )
        return Outcome({"tokens": deleted})

    async def compute_index_stats(claim: Claim, report: Report) -> Outcome:
        del claim, report  # it counts everything, in one go
        counted = await note_statistics(unit_of_work=resources.unit_of_work)
        return Outcome(
            {
                "version": counted.version,
                "passages": counted.passages,
                "bytes": counted.bytes,
                "embeddings": counted.embeddings,
                "urgency": round(counted.urgency.score, 2),
                "advice": counted.urgency.advice,
            }
        )

    register(broker, context, "cleanup_old_embeddings", cleanup_old_embeddings)
    register(broker, context, "cleanup_old_indices", cleanup_old_indices)
    register(broker, context, "purge_removed_documents", purge_removed_documents)
    register(broker, context, "delete_expired_tokens", forget_expired_tokens)
    register(broker, context, "compute_index_stats", compute_index_stats)
