"""Choosing the sentence that opens an answer, and the passages that are worth quoting beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.advice.advice import Citation
from domain.advice.nearness import Nearness
from domain.advice.writing.excerpt import excerpt, is_example, run_from, sentences_of

NEARNESS_WORTH = 0.45
"""What a sentence's cosine to the question counts for, beside its passage's score of 0 to 1."""

EXAMPLE_COSTS = 0.25
"""A sentence that works with the figures of somebody else's loan seldom answers anyone."""

DEFINITION_COSTS = 0.15
"""A sentence that says what a thing is does not answer how to get it, or what happens."""

DENIAL_COSTS = 0.15
"""A section on what is not so seldom answers a question that does not ask for it."""

ADVICE_WORTH = 0.15
"""To one who asks what to do, a sentence that says what one may do is worth this much more."""

CLEARLY_NEARER = 0.2
"""A later sentence opens the answer alone if it is nearer than the first by so much."""

FEWEST_WORDS = 9
"""One of fewer words says too little to open an answer."""

FILLER = 0.25
"""A passage that falls short of the opening one by more is not quoted beside it."""

_ASKS_WHAT_IS = re.compile(
    r"\bwhat(?:'s|\s+is|\s+are|\s+does|\s+do)\b(?!\s+(?:happens?|i|we)\b)|\bmeans?\b|\bexplain\b"
    r"|\bdefin\w+|\bdifference\b|\bhow\s+(?:does|do)\s+(?!i\b|we\b|you\b|they\b|my\b)[\w\s-]+\bwork\b",
    re.IGNORECASE,
)
_ASKS_WHAT_TO_DO = re.compile(
    r"\bhow\s+(?:do|can|should|could|would|to)\b(?!\s+(?:lenders?|banks?|they)\b)"
    r"|\bwhat\s+(?:can|should|could|do|must)\s+(?:i|we)\b|\bget\s+(?:out|rid|off)\b|\bways?\s+to\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(r"^(?:Do not|Don't|Never)\b")
"""What one had better not do is no answer to what to do; it stands behind one."""

_ADVISES = re.compile(
    r"^(?:Ask|Apply|Call|Check|Compare|Correct|Dispute|File|Get|Give|Keep|Look|Make|Paying|Pay|Put"
    r"|Read|Refuse|Request|Save|Say|Send|Start|Tell|To\s+\w+|Write)\b"
    r"|\b[Yy]ou\s+(?:can|may|must|should|need)\b|\bways?\b"
)
_DEFINES = re.compile(
    r"^(?:An?|The)?\s*[\w\s()'-]{3,60}?\s(?:is|are|means)\s+(?:an?|the|what|when|how|one)\b"
)
_DEFINING_HEADING = re.compile(
    r"^(?:What\b.*\b(?:is|are|do|does|means?|measures|has)$|How\b.*\bworks?$)", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not|no|cannot|without)\b|n't\b", re.IGNORECASE)
_SUPPOSES = re.compile(r"^(?:Suppose|Say|Take|Imagine|For example)\b")
_LEANS = re.compile(
    r"^(?:After|Also|And|Another|As a result|Before|Both|But|By then|Each|Either|Even|For this|From|He|Her"
    r"|His|However|If (?:not|so|it|they|you do)|In (?:that|this|these|those|some|others)|Instead|Its?|Later"
    r"|Many|Most|Neither|None|Nor|Only|One|Or|Otherwise|Others?|She|So|Some|Still|Such|That|The same"
    r"|The other|Their|Then|There|These|They|This|Those|Until|Up to|What follows|Yet)\b"
)
"""A sentence that begins like this leans on the one before it."""

_ANSWERS_HEADING = frozenset({"Yes.", "No."})
"""They answer the question that a heading asks, which need not be the asker's."""

_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such)\b|\bthat\s+(?:amount|case|date|day|example|limit|loan|point|rate|right|rule|test"
    r"|time|way)\b"
)
"""So does one that says this anywhere."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The passage that opens an answer, and what is quoted of it."""

    citation: Citation
    text: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    citation: Citation
    place: int
    worth: float


def opening(question: str, citations: Sequence[Citation], nearness: Nearness) -> Opening:
    """Return what opens the answer to a neutral question, of one passage at least.

    Weighed are the sentences themselves: how near each is to the question by meaning, with its passage's
    score, less for an example of somebody else's and for a definition that was not asked for. It is
    quoted with what follows it, and with what it leans on.
    """
    best = _best(question, citations, nearness)
    passage = best.citation.passage
    sentences = sentences_of(passage.text)
    near = nearness.get(passage.id, ())
    start = best.place
    short = len(sentences[start].split()) < FEWEST_WORDS
    if start and (short or near[start] - near[0] < CLEARLY_NEARER):
        start = 0
    while start and _leans(sentences[start]):
        start -= 1
    if len(sentences) > 1 and sentences[0] in _ANSWERS_HEADING:
        start = max(start, 1)
    if start == 0:
        return Opening(best.citation, excerpt(passage.text, question))
    return Opening(best.citation, run_from(sentences, start))


def worth_quoting(
    question: str, citations: Sequence[Citation], nearness: Nearness
) -> tuple[Citation, ...]:
    """Return the citations without those that fall far behind the one that opens the answer."""
    if not citations:
        return ()
    first = _best(question, citations, nearness).citation
    least = _bearing(first, nearness) - FILLER
    return tuple(each for each in citations if _bearing(each, nearness) >= least)


def _leans(sentence: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    return bool(_LEANS.match(sentence) or _POINTS_BACK.search(sentence))


def _best(question: str, citations: Sequence[Citation], nearness: Nearness) -> _Sentence:
    """The sentence worth most; of equals the first."""
    weighed = (one for each in citations for one in _weighed(question, each, nearness))
    return max(weighed, key=lambda one: one.worth)


def _weighed(question: str, citation: Citation, nearness: Nearness) -> Iterator[_Sentence]:
    passage = citation.passage
    near = nearness.get(passage.id) or (0.0,)
    whole = citation.score - (EXAMPLE_COSTS if is_example(passage.text) else 0.0)
    sentences = sentences_of(passage.text) or [passage.text]
    heading = passage.heading_path[-1] if passage.heading_path else ""
    for place, (sentence, cosine) in enumerate(zip(sentences, near, strict=False)):
        fit = _fit(question, sentence, heading)
        yield _Sentence(citation, place, whole + NEARNESS_WORTH * cosine + fit)


def _fit(question: str, sentence: str, heading: str) -> float:
    """What a sentence's form counts for: whether it does what the question asks for."""
    fit = 0.0
    if _SUPPOSES.match(sentence):
        fit -= EXAMPLE_COSTS
    if _FORBIDS.match(sentence):
        fit -= ADVICE_WORTH
    defines = _DEFINES.match(sentence) or _DEFINING_HEADING.match(heading)
    if defines and not _ASKS_WHAT_IS.search(question):
        fit -= DEFINITION_COSTS
    if _DENIES.search(heading) and not _DENIES.search(question):
        fit -= DENIAL_COSTS
    if _ASKS_WHAT_TO_DO.search(question) and _ADVISES.search(sentence):
        fit += ADVICE_WORTH
    return fit


def _bearing(citation: Citation, nearness: Nearness) -> float:
    """How much a passage bears on the question: its score, and its nearest sentence."""
    return citation.score + NEARNESS_WORTH * max(nearness.get(citation.passage.id) or (0.0,))
