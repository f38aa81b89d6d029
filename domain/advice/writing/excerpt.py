"""Choosing which sentences of a passage to quote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.advice.grounding.claims import Kind
from domain.advice.grounding.markup import without_markup
from domain.advice.grounding.numbers import claims
from domain.retrieval.lexical import content_words

LONGEST_EXCERPT = 480
"""A section of an article fits whole, which reads better than any part of it."""

EXAMPLE_AMOUNTS = 2

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(§\"“\d$])")
_CLAUSE_END = re.compile(r"(?<=[.!?;:])\s+(?=[A-Z(§\"“\d])")
_EMPHASIS = re.compile(r"(\*\*|`)(.+?)\1")


def excerpt(text: str, question: str) -> str:
    """Return the text, or of a longer one the run of sentences that shares most words with the question.

    It is quoted word for word, in at most 480 characters; a longer single sentence is cut at a word and
    ends in "…". White space, headings, emphasis, HTML, the addresses of links and images, and signs that
    are not seen are dropped, nothing else is changed. "…" if that leaves nothing.
    """
    plain = _plain(text) or "…"
    if len(plain) <= LONGEST_EXCERPT:
        return plain
    clauses = [s for s in _CLAUSE_END.split(plain) if s]
    wanted = content_words(question)
    return run_from(
        clauses, max(range(len(clauses)), key=lambda i: (_overlap(clauses[i], wanted), -i))
    )


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, each as it is quoted."""
    return [sentence for sentence in _SENTENCE_END.split(_plain(text)) if sentence]


def run_from(sentences: Sequence[str], start: int) -> str:
    """Return a sentence and as many of those behind it as fit; one too long is cut and ends in "…"."""
    chosen = sentences[start]
    for sentence in sentences[start + 1 :]:
        if len(chosen) + 1 + len(sentence) > LONGEST_EXCERPT:
            break
        chosen = f"{chosen} {sentence}"
    if len(chosen) <= LONGEST_EXCERPT:
        return chosen
    return chosen[:LONGEST_EXCERPT].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def is_example(text: str) -> bool:
    """Whether a text works an example: it has the amounts of somebody else's loan, two or more."""
    return sum(claim.readings[0].kind is Kind.MONEY for claim in claims(text)) >= EXAMPLE_AMOUNTS


def _overlap(sentence: str, wanted: frozenset[str]) -> float:
    """Score a sentence: shared words, with a little less for each word it has; 0 if it shares none."""
    words = content_words(sentence)
    shared = len(words & wanted)
    return shared - 0.02 * len(words) if shared else 0.0


def _plain(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    words = without_markup(" ".join(lines or text.splitlines()))
    return " ".join(_EMPHASIS.sub(r"\2", words).split())
