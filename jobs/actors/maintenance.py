"""Actors of the queue `maintenance`: letting go of what is old, counting what is there."""

from __future__ import annotations

from domain.indexing.retention import clean_up
from domain.indexing.statistics import index_statistics
from domain.jobs.running import Outcome, Report
from domain.jobs.task import Claim
from jobs.actors.registry import register
from jobs.broker import LedgerBroker
from jobs.context import JobContext


def register_maintenance(broker: LedgerBroker, context: JobContext) -> None:
    """Put the actors on the broker."""
    resources = context.resources

    async def cleanup_old_embeddings(claim: Claim, report: Report) -> Outcome:
        del report  # there are no units to count before it is done
        return Outcome(
            await clean_up(
                int(claim.arguments["older_than_days"]),
                unit_of_work=resources.unit_of_work,
                artefacts=resources.artefacts,
                force=bool(claim.arguments.get("force", False)),
            )
        )

    async def compute_index_stats(claim: Claim, report: Report) -> Outcome:
        del claim, report  # it counts everything, in one go
        counted = await index_statistics(unit_of_work=resources.unit_of_work)
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
    register(broker, context, "compute_index_stats", compute_index_stats)
