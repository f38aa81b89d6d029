"""From all that was computed and can be said to what one answer says."""

from __future__ import annotations

from collections.abc import Sequence

from domain.advice.advice import Citation
from domain.advice.figures import Computed
from domain.advice.relevance import Relevance
from domain.advice.topics.standing import standing
from domain.advice.writing.planning import Plan, plan


def choose(
    computed: Computed, relevance: Relevance, question: str, citations: Sequence[Citation]
) -> Plan:
    """Return the plan of an answer to a neutral question; the same four always give the same plan."""
    return plan(
        computed.findings,
        relevance,
        assumed=computed.assumed,
        standing=standing(computed.case, question, citations),
    )
