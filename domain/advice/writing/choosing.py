"""From all that was computed and can be said to what one answer says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.advice.advice import Citation
from domain.advice.figures import Computed
from domain.advice.relevance import Relevance
from domain.advice.topics.finding import Topic
from domain.advice.topics.standing import standing
from domain.advice.writing.excerpt import is_example
from domain.advice.writing.planning import Plan, plan


def choose(
    computed: Computed, relevance: Relevance, question: str, citations: Sequence[Citation]
) -> Plan:
    """Return the plan of an answer to a neutral question; the same four always give the same plan.

    Where it asks for nothing that could be told, and no source but somebody's example has a word on it, it
    is asked for what the loan still lacks.
    """
    planned = plan(
        computed.findings,
        relevance,
        assumed=computed.assumed,
        standing=standing(computed.case, question, citations),
    )
    lacking = next((each for each in computed.findings if each.topic is Topic.COST), None)
    if planned.asked or lacking is None or not lacking.answer or lacking.figures:
        return planned
    tells = citations and not is_example(citations[0].passage.text)
    return planned if tells else replace(planned, asked=(lacking,))
