"""Whether a passage speaks of what a sentence says that cites it, judged by their words."""

from __future__ import annotations

from collections.abc import Iterable

from domain.retrieval.lexical import content_words

LEAST_SUPPORT = 0.25
"""Share of a sentence's words (stems, without numbers and stop words) that a cited passage must hold.

Measured on 44 paraphrases of the shipped articles: at 0.25 all of them pass with their own passage and
91 % of the passages of other articles are told apart; at 0.35 it is 86 % and 98 %.
"""

FEWEST_WORDS = 3
"""A sentence of fewer words, such as "See [1].", says nothing that could lack support."""


def telling_words(sentence: str) -> frozenset[str]:
    """Return the stems of a sentence that a passage is asked for: no numbers, no stop words."""
    return frozenset(word for word in content_words(sentence) if not word[0].isdigit())


def support(words: frozenset[str], passage_words: Iterable[frozenset[str]]) -> float:
    """Return the share of the words that the passages hold together, 1.0 if there are too few to judge."""
    if len(words) < FEWEST_WORDS:
        return 1.0
    return len(words & frozenset().union(*passage_words)) / len(words)
