"""Actors of the queue `indexing`: a version is built and proven, then swapped in."""

from __future__ import annotations

from domain.documents.purging import request_purge
from domain.errors import Conflict
from domain.indexing.lifecycle import build_index
from domain.indexing.swap import swap_index
from domain.jobs.attempt import Outcome, Report
from domain.jobs.task import Claim
from jobs.actors.registry import register
from jobs.broker import LedgerBroker
from jobs.context import JobContext


def register_indexing(broker: LedgerBroker, context: JobContext) -> None:
    """Put the actors on the broker."""
    resources = context.resources

    async def build_faiss_index(claim: Claim, report: Report) -> Outcome:
        del claim  # a version is always of all there is
        version = await build_index(
            report,
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
            clock=context.clock,
            fingerprint=await _fingerprint(context),
            scratch=context.scratch,
        )
        return Outcome({"version": version.number}, index_version=version.number)

    async def hot_swap_index(claim: Claim, report: Report) -> Outcome:
        number = int(claim.arguments["number"])
        rollout = await swap_index(
            number,
            report,
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
            order=claim.arguments.get("order"),
        )
        await request_purge(unit_of_work=resources.unit_of_work)
        return Outcome({"version": number, "nodes": rollout.nodes, "active": rollout.active})

    register(broker, context, "build_faiss_index", build_faiss_index)
    register(broker, context, "hot_swap_index", hot_swap_index)


async def _fingerprint(context: JobContext) -> str:
    """Return the fingerprint of the encoder in use, which this process does without."""
    async with context.resources.unit_of_work() as work:
        fingerprint: str | None = await work.embeddings.encoder_in_use()
    if fingerprint is None:
        raise Conflict("there is nothing to index: no embedding worker has run yet")
    return fingerprint
