"""What passages are looked for with: the question, and in a conversation what it goes on from."""

from __future__ import annotations

from domain.advice.advice import Advice
from domain.advice.fairness.neutral import neutral
from domain.retrieval.lexical import content_words

FEWEST_WORDS = 4
"""A question with fewer words of content, such as "and over 15 years?", leans on the one before it."""


def search_text(question: str, earlier: Advice | None = None) -> str:
    """Return the text to search with: neutral, and complete by what was asked before if it is too short."""
    text = neutral(question)
    if earlier is None or len(content_words(text)) >= FEWEST_WORDS:
        return text
    return f"{neutral(earlier.request.question)} {text}"
