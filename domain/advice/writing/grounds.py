"""What an answer's text may rest on: passages that bear on its question, and chosen figures."""

from __future__ import annotations

from domain.advice.advice import Citation
from domain.advice.grounding.evidence import Ground
from domain.advice.scope import bearing_on
from domain.advice.writing.model_writer import ModelWriter
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


def cite(retrieval: Retrieval) -> tuple[Citation, ...]:
    """Return the passages that bear on the question, numbered from 1, best first."""
    bearing = bearing_on(retrieval.query, retrieval.hits)
    return tuple(
        Citation(number, hit.passage, hit.score) for number, hit in enumerate(bearing, start=1)
    )
