"""Whether what was found bears on a question at all.

Cosines of questions to passages overlap: "how can i breach a network" comes to 0.42 by chance, and "Can they
ignore my wages because I only work part time?" to 0.44. Words that question and passage share decide
between the two. Each of up to three is worth 0.03 of cosine, and the sum has to reach 0.52.

The two numbers were chosen on every other line of 680 questions of CLINC150 and on 154 questions to the
shipped articles and 8,146 paragraphs of regulation; docs/retrieval.md gives the measures.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.retrieval.abbreviations import spelled_out
from domain.retrieval.lexical import content_words, lexical_text
from domain.retrieval.search import Hit

LEAST_BEARING = 0.52
WORD_WORTH = 0.03
MOST_WORDS = 3
LEAST_SIMILAR = 0.42
"""A passage less similar than this (cosine) is not quoted, even where another one bears on the question."""


def bearing_on(question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the hits that bear on a question, in their order; none if the question is out of scope."""
    words = content_words(spelled_out(question))
    if not any(_bears(words, hit) for hit in hits):
        return ()
    return near_enough(hits)


def near_enough(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the hits that may be quoted beside one that bears on the question, in their order."""
    return tuple(hit for hit in hits if hit.vector_score >= LEAST_SIMILAR)


def _bears(words: frozenset[str], hit: Hit) -> bool:
    shared = len(words & content_words(lexical_text(hit.passage)))
    return hit.vector_score + WORD_WORTH * min(shared, MOST_WORDS) >= LEAST_BEARING
