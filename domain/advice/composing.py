"""Making an answer from what was retrieved: compute, plan, write, check. It is pure mathematics and text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.advice.advice import Citation, Figure
from domain.advice.figures import compute
from domain.advice.grounding.check import check_text
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import GroundingReport
from domain.advice.grounding.sentences import split_sentences
from domain.advice.planning import Plan, plan
from domain.advice.relevance import Relevance
from domain.advice.request import AdviceRequest
from domain.advice.stopwatch import Stopwatch
from domain.advice.writer import Material, write


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text, what it was made of, and what was checked of it."""

    text: str
    figures: tuple[Figure, ...]
    plan: Plan
    grounding: GroundingReport


def compose(
    request: AdviceRequest,
    citations: tuple[Citation, ...],
    relevance: Relevance,
    *,
    has_index: bool,
    on: date,
    watch: Stopwatch,
) -> Composed:
    """Compute the figures, choose what to say, say it, and check every sentence.

    A sentence that fails the check is left out, so that nothing ungrounded is ever said.
    """
    with watch.stage("compute"):
        computed = compute(request, on=on)
        chosen = plan(computed.findings, relevance)
    with watch.stage("write"):
        text = write(Material(request.question, chosen, citations, has_index))
    with watch.stage("check"):
        ground = ground_of(request, chosen, citations)
        grounding = check_text(text, ground)
    if not grounding.passed:
        sentences = zip(split_sentences(text), grounding.sentences, strict=True)
        text = "".join(sentence for sentence, checked in sentences if checked.passed)
    return Composed(text, computed.figures, chosen, grounding)


def ground_of(request: AdviceRequest, chosen: Plan, citations: tuple[Citation, ...]) -> Ground:
    """What the text may rest on: of the figures only those that were chosen to be said.

    The more figures there are, the likelier a wrong number agrees with one by chance.
    """
    figures = [figure for finding in chosen.shown for figure in finding.figures]
    return Ground(
        figures, request, citations, (*chosen.missing, *chosen.assumptions, *chosen.checks)
    )
