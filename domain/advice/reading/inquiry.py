"""A question made ready: what is known, what is searched for, when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.advice.advice import Advice
from domain.advice.fairness.neutral import neutral
from domain.advice.reading.known import Known, known
from domain.advice.reading.pricing import Pricing
from domain.advice.reading.refused import by_a_lender
from domain.advice.relevance import without_numbers
from domain.advice.request import AdviceRequest, LoanFacts
from domain.retrieval.lexical import content_words

FEWEST_WORDS = 4
"""A question with fewer words of content, such as "and over 15 years?", leans on the one before it."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`question` is neutral; `searched` is what passages are looked for with.

    `pricing` says what a rate sheet had to say, None if none was looked into; `before` is the loan that
    its conversation was about until then.
    """

    request: AdviceRequest
    known: Known
    question: str
    searched: str
    conversation_id: UUID
    asked_at: datetime
    pricing: Pricing | None = None
    before: LoanFacts | None = None


def inquire(
    request: AdviceRequest,
    *,
    conversation_id: UUID,
    asked_at: datetime,
    earlier: Advice | None = None,
) -> Inquiry:
    """Make a question ready; `earlier` is the answer that its conversation goes on from.

    What was told until then is carried forward (a rate that came from a sheet is not: it is looked up
    anew), and a question too short to search with is completed by the one before it. Figures that were read
    from the question are not searched for: they would find the examples with the like.
    """
    question = neutral(request.question)
    facts = known(request, earlier.told if earlier else None)
    return Inquiry(
        request=request,
        known=facts,
        question=question,
        searched=_searched(question, earlier, states_figures=bool(facts.read)),
        conversation_id=conversation_id,
        asked_at=asked_at,
        before=earlier.used.loan if earlier else None,
    )


def _searched(question: str, earlier: Advice | None, *, states_figures: bool) -> str:
    """Return what passages are looked for with: of one's own figures there is nothing in any passage."""
    if earlier is not None and len(content_words(question)) < FEWEST_WORDS:
        return f"{neutral(earlier.request.question)} {question}"
    bare = without_numbers(question) if states_figures else question
    return by_a_lender(bare if len(content_words(bare)) >= FEWEST_WORDS else question)
