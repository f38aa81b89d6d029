"""A question made ready: what is known, what is searched for, when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.advice.advice import Advice
from domain.advice.fairness.neutral import neutral
from domain.advice.known import Known, known
from domain.advice.pricing import Pricing
from domain.advice.request import AdviceRequest
from domain.retrieval.lexical import content_words

FEWEST_WORDS = 4
"""A question with fewer words of content, such as "and over 15 years?", leans on the one before it."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`question` is neutral; `searched` is what passages are looked for with.

    `pricing` says what a rate sheet had to say, None if none was looked into.
    """

    request: AdviceRequest
    known: Known
    question: str
    searched: str
    conversation_id: UUID
    asked_at: datetime
    pricing: Pricing | None = None


def inquire(
    request: AdviceRequest,
    *,
    conversation_id: UUID,
    asked_at: datetime,
    earlier: Advice | None = None,
) -> Inquiry:
    """Make a question ready; `earlier` is the answer that its conversation goes on from.

    What was told until then is carried forward (a rate that came from a sheet is not: it is looked up
    anew), and a question too short to search with is completed by the one before it.
    """
    question = neutral(request.question)
    return Inquiry(
        request=request,
        known=known(request, earlier.told if earlier else None),
        question=question,
        searched=_searched(question, earlier),
        conversation_id=conversation_id,
        asked_at=asked_at,
    )


def _searched(question: str, earlier: Advice | None) -> str:
    if earlier is None or len(content_words(question)) >= FEWEST_WORDS:
        return question
    return f"{neutral(earlier.request.question)} {question}"
