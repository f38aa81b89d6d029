"""The deterministic writer: the same plan and passages always give the same text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.advice.advice import DISCLAIMER, Citation, Figure
from domain.advice.fairness.neutral import neutral
from domain.advice.grounding.evidence import name_shown
from domain.advice.nearness import Nearness
from domain.advice.reading.known import Known
from domain.advice.show import show_figure
from domain.advice.writing.excerpt import excerpt, is_example
from domain.advice.writing.opening import opening
from domain.advice.writing.planning import Plan

OUT_OF_SCOPE = (
    "This is not something I can answer from what I know: nothing in the documents I hold bears on "
    "it, and it gives no loan figures to compute with. Ask about a loan, its cost, or a borrower's "
    "rights, or give an amount, a rate and a term."
)

NO_INDEX = (
    "No document has been indexed yet, so there is nothing I could cite. Loan figures are computed all "
    "the same: give an amount, a rate and a term."
)

MOST_BESIDE_FIGURES = 2
"""Passages quoted at most where one's own figures answer already."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a text may be made of; `has_index` is false before any index serves.

    `nearness` says how near each sentence of the cited passages is to the question.
    """

    known: Known
    plan: Plan
    citations: tuple[Citation, ...]
    has_index: bool = True
    nearness: Nearness = field(default_factory=dict)

    @property
    def question(self) -> str:
        """The question without what askers say of themselves; all that a writer goes by."""
        return neutral(self.known.request.question)


class Writer(Protocol):
    """Whoever puts an answer into words."""

    @property
    def name(self) -> str:
        """Name writer and version, as the record keeps them."""

    def write(self, material: Material) -> AsyncIterator[str]:
        """Yield the answer's Markdown in pieces, as they come."""


class DeterministicWriter:
    """Writes from the plan alone, without a model."""

    name = "deterministic/8"

    async def write(self, material: Material) -> AsyncIterator[str]:
        """Yield the whole answer at once."""
        yield write(material)


def write(material: Material) -> str:
    """Return the answer as Markdown: the answer first, then figures, why, options, what to check."""
    plan, citations = material.plan, material.citations
    leads, quoted = _lead(material)
    parts = [
        *leads,
        left_out(material),
        _table(plan.figures),
        _list("What speaks against it", plan.objections),
        _list("Program rules", plan.rules),
        _sources(
            material.question, _beside(plan, [each for each in citations if each not in quoted])
        ),
        _list("Your options", [each.option for each in plan.options if each.option]),
        _list("What to check next", [*plan.checks, *_asked_for(plan.missing)]),
        closing(material),
    ]
    return "\n\n".join(part for part in parts if part)


def closing(material: Material) -> str:
    """Return what every answer ends with, whoever wrote it: what was read, what was assumed, what it is."""
    parts = [
        _list("Carried over from before", material.known.carried),
        _list("Read from your question", material.known.read),
        _list("Assumed here", material.plan.assumptions),
        f"*{DISCLAIMER}*",
    ]
    return "\n\n".join(part for part in parts if part)


def left_out(material: Material) -> str:
    """Return what bounds every figure of an answer: the numbers of the question that none rests on."""
    unread = material.known.unread
    if not unread or not any(finding.figures for finding in material.plan.shown):
        return ""
    return (
        f"**Not counted**: {'; '.join(unread)}. The figures here, and what is said of them, hold only "
        "without that."
    )


def _lead(material: Material) -> tuple[list[str], Sequence[Citation]]:
    """Return the opening paragraphs, and the citations that they have used up.

    What was asked and could be computed comes first; where nothing was, the sentence that answers best does.
    """
    plan = material.plan
    answers = [finding.answer for finding in plan.asked if finding.answer]
    about_cost = _cost_in_short(plan)
    if answers:
        return [*answers, *about_cost], ()
    if material.citations:
        return _quoted(material, about_cost)
    if any(finding.foremost for finding in plan.asked) and plan.missing:
        return [f"That cannot be computed yet. What is missing: {'; '.join(plan.missing)}."], ()
    return [*(about_cost or _without_sources(material))], ()


def _quoted(material: Material, about_cost: Sequence[str]) -> tuple[list[str], Sequence[Citation]]:
    """Open with a passage; with one's own figures if there is none but somebody else's example."""
    first = opening(material.question, material.citations, material.nearness)
    if about_cost and is_example(first.citation.passage.text):
        return [*about_cost], ()
    return [f"{first.text} [{first.citation.number}]", *about_cost], [first.citation]


def _without_sources(material: Material) -> list[str]:
    if any(finding.figures for finding in material.plan.shown):
        return ["Here is what can be computed from the figures you gave."]
    return [OUT_OF_SCOPE if material.has_index else NO_INDEX]


def _cost_in_short(plan: Plan) -> list[str]:
    """Say what the loan costs, unless that was the question and so has been said."""
    cost = plan.cost
    return [cost.answer] if cost is not None and cost.answer and cost not in plan.asked else []


def _table(figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    rows = [f"| {figure.label} | {show_figure(figure)} |" for figure in figures]
    return "\n".join(["| Figure | Value |", "|---|---:|", *rows])


def _sources(question: str, citations: Sequence[Citation]) -> str:
    told = sorted(citations, key=lambda citation: is_example(citation.passage.text))
    lines = [
        f"- {_name(citation)}{_example(citation)}: “{excerpt(citation.passage.text, question)}” "
        f"[{citation.number}]"
        for citation in told
    ]
    return "\n".join(["**What the sources say**", "", *lines]) if lines else ""


def _beside(plan: Plan, citations: Sequence[Citation]) -> Sequence[Citation]:
    """Return what is worth quoting: beside one's own figures a little, and nobody else's example."""
    if not any(finding.answer and finding.figures for finding in plan.asked):
        return citations
    told = [each for each in citations if not is_example(each.passage.text)]
    return told[:MOST_BESIDE_FIGURES]


def _example(citation: Citation) -> str:
    """Say of figures that are nobody's who is here that they are an example's."""
    return ", an example" if is_example(citation.passage.text) else ""


def _name(citation: Citation) -> str:
    """Name a source as one would say it: its title, the heading it stands under, its citation."""
    passage = citation.passage
    title, reference = name_shown(passage.title), name_shown(passage.reference)
    heading = name_shown(passage.heading_path[-1]) if passage.heading_path else ""
    parts = [title]
    if heading and heading != title:
        parts.append(f"“{heading}”")
    if reference:
        parts.append(f"({reference})")
    return " ".join(parts)


def _asked_for(missing: Sequence[str]) -> list[str]:
    return [f"To say more I would need {item}." for item in missing]


def _list(heading: str, items: Sequence[str]) -> str:
    return "\n".join([f"**{heading}**", "", *(f"- {item}" for item in items)]) if items else ""
