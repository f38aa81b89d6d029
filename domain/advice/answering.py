"""Making an answer: retrieve, compute, plan, write, check, and tell of each as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.advice.advice import Advice, Citation
from domain.advice.cache import AnswerCache
from domain.advice.composing import Composition, compose, compose_with_model
from domain.advice.desk import Desk
from domain.advice.events import (
    AdviceEvent,
    Answered,
    FigureComputed,
    PassageFound,
)
from domain.advice.fairness.neutral import neutral
from domain.advice.figures import compute
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import report
from domain.advice.inquiry import Inquiry
from domain.advice.model_writer import ModelWriter
from domain.advice.planning import Plan, plan
from domain.advice.recording import Recorder
from domain.advice.relevance import Relevance, TopicIndex, without_numbers
from domain.advice.scope import bearing_on
from domain.advice.stopwatch import Stopwatch
from domain.advice.writer import Material, Writer
from domain.identifiers import new_id
from domain.ports import Clock, UnitOfWorkFactory
from domain.rate_sheets.active import RateSheets
from domain.retrieval.library import Library, Retrieval
from domain.retrieval.search import Vector

PASSAGES = 4


@dataclass(frozen=True, slots=True)
class Adviser:
    """What answering needs: where to look, how to tell what was asked, who writes, where to record.

    Computing and checking run in `executor`; `sheets` have the rates of loans whose own is not known. If
    there is a `model`, it writes, and `writer` in its place if it fails.
    """

    library: Library
    topics: TopicIndex
    writer: Writer
    unit_of_work: UnitOfWorkFactory
    recorder: Recorder
    cache: AnswerCache
    clock: Clock
    executor: Executor
    sheets: RateSheets
    model: ModelWriter | None = None

    @property
    def author(self) -> str:
        """Who writes when nothing fails, with its version."""
        return self.writer.name if self.model is None else self.model.name


async def answer(
    inquiry: Inquiry, user_id: UUID, adviser: Adviser
) -> AsyncGenerator[AdviceEvent, None]:
    """Yield what happens, at last the answer, which is not on record yet.

    A sentence that fails the grounding check is never passed on, so that nothing ungrounded is said.
    """
    watch = Stopwatch()
    facts = inquiry.known

    yield watch.start("retrieve")
    retrieval = await adviser.library.find(inquiry.searched, viewer=user_id, k=PASSAGES)
    relevance = await relevance_of(inquiry.question, inquiry.searched, retrieval.vector, adviser)
    citations = cite(retrieval)
    yield watch.finish()
    for citation in citations:
        yield PassageFound(citation)

    yield watch.start("compute")
    computed = await asyncio.get_running_loop().run_in_executor(
        adviser.executor,
        lambda: compute(facts.request, on=inquiry.asked_at.date(), pricing=inquiry.pricing),
    )
    chosen = plan(computed.findings, relevance, assumed=computed.assumed)
    yield watch.finish()
    for figure in computed.figures:
        yield FigureComputed(figure)

    yield watch.start("write")
    material = Material(facts, chosen, citations, has_index=retrieval.version is not None)
    in_scope = bool(citations or computed.figures)
    # Out of scope there is nothing to write of, and nothing that would hold a model to it.
    model = adviser.model if in_scope else None
    text = Composition(adviser.writer.name if model is None else model.name)
    desk = _desk(material, adviser, user_id, on=inquiry.asked_at.date(), model=model)
    async with aclosing(_written(text, desk, adviser, model)) as events:
        async for event in events:
            yield event
    yield watch.finish()
    by_model = model is not None and text.degraded is None

    yield Answered(
        Advice(
            id=new_id(),
            conversation_id=inquiry.conversation_id,
            request=inquiry.request,
            used=facts.request,
            read=facts.read,
            carried=facts.carried,
            searched=inquiry.searched,
            answer=text.text.strip(),
            in_scope=in_scope,
            figures=(*computed.figures, *desk.figures) if by_model else computed.figures,
            assessment=computed.assessment,
            rules=computed.rules,
            citations=tuple(desk.citations) if by_model else citations,
            missing_information=chosen.missing,
            assumptions=chosen.assumptions,
            index_version=retrieval.version,
            encoder_fingerprint=retrieval.encoder_fingerprint,
            data_versions=computed.data_versions,
            writer=text.writer,
            grounding=report(text.checks),
            timings=tuple(watch.times),
            created_at=inquiry.asked_at,
            degraded=text.degraded,
            calls=tuple(desk.calls) if by_model else (),
            pricing=inquiry.pricing,
        )
    )


async def relevance_of(question: str, searched: str, vector: Vector, adviser: Adviser) -> Relevance:
    """How near a question is to each topic: by itself, or together with what it goes on from.

    Both texts are neutral; `vector` is that of the text `searched` with.
    """
    together = await adviser.topics.relevance(vector)
    if searched != question:
        own = await adviser.topics.relevance(await adviser.library.vector(question))
        return together.nearer(own)
    bare = without_numbers(question)
    if bare == question:
        return together
    return together.between(await adviser.topics.relevance(await adviser.library.vector(bare)))


def _desk(
    material: Material, adviser: Adviser, viewer: UUID, *, on: date, model: ModelWriter | None
) -> Desk:
    async def find(query: str) -> tuple[Citation, ...]:
        return cite(await adviser.library.find(neutral(query), viewer=viewer, k=PASSAGES))

    ground = ground_of(material, model=model)
    return Desk(material, ground, find=find, executor=adviser.executor, on=on)


def _written(
    text: Composition, desk: Desk, adviser: Adviser, model: ModelWriter | None
) -> AsyncGenerator[AdviceEvent, None]:
    """Write with the model, if there is one for this answer, else without."""
    if model is None:
        return compose(text, adviser.writer.write(desk.material), desk.ground, adviser.executor)
    return compose_with_model(
        text,
        desk,
        model,
        instead=adviser.writer,
        ground=ground_of(desk.material),
        executor=adviser.executor,
    )


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
