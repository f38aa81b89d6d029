"""What an answer's text may rest on: passages that bear on its question, and chosen figures."""

from __future__ import annotations

from dataclasses import replace

from domain.advice.advice import Citation
from domain.advice.grounding.evidence import Ground
from domain.advice.nearness import Nearness, SentenceIndex
from domain.advice.relevance import is_bare
from domain.advice.scope import bearing_on, near_enough
from domain.advice.writing.excerpt import is_example
from domain.advice.writing.model_writer import ModelWriter
from domain.advice.writing.opening import worth_quoting
from domain.advice.writing.planning import Plan
from domain.advice.writing.writer import Material
from domain.retrieval.library import Retrieval


def ground_of(material: Material, *, model: ModelWriter | None = None) -> Ground:
    """What the text may rest on: of the figures only those that were chosen to be said.

    The more figures there are, the likelier a wrong number agrees with one by chance. A `model` must
    cite whatever it copies, and not repeat its instructions.
    """
    chosen: Plan = material.plan
    figures = [figure for finding in chosen.shown for figure in finding.figures]
    notes = (
        *chosen.missing,
        *chosen.assumptions,
        *chosen.objections,
        *chosen.rules,
        *chosen.checks,
        *material.known.weighed.said,
        *material.known.unread,
        material.known.conflict,
    )
    return Ground(
        figures,
        material.known.request,
        material.citations,
        notes,
        withheld="" if model is None else model.instructions,
        by_model=model is not None,
    )


def cite(retrieval: Retrieval, *, most: int) -> tuple[Citation, ...]:
    """Return those of the first `most` hits that bear on the question, numbered from 1, best first.

    If all of them work examples, the next that does not takes the place of the last.
    """
    bearing = bearing_on(retrieval.query, retrieval.hits[:most])
    if bearing and all(is_example(hit.passage.text) for hit in bearing):
        spare = (hit for hit in near_enough(retrieval.hits[most:]))
        other = next((hit for hit in spare if not is_example(hit.passage.text)), None)
        bearing = bearing if other is None else (*bearing[: most - 1], other)
    return tuple(
        Citation(number, hit.passage, hit.score) for number, hit in enumerate(bearing, start=1)
    )


async def cite_nearest(
    retrieval: Retrieval, question: str, sentences: SentenceIndex, *, most: int
) -> tuple[tuple[Citation, ...], Nearness]:
    """Return what `cite` returns without what falls far behind, and how near its sentences are.

    The question is neutral; it is compared as it was searched for. To bare figures only examples with
    the like are near, which answer nobody: nothing is cited.
    """
    if is_bare(retrieval.query):
        return (), {}
    found = cite(retrieval, most=most)
    nearness = await sentences.near(retrieval.vector, [each.passage for each in found])
    kept = worth_quoting(question, found, nearness)
    numbered = (replace(each, number=number) for number, each in enumerate(kept, start=1))
    return tuple(numbered), nearness
