"""Making an answer: retrieve, compute, plan, write, check, and tell of each as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from domain.advice.advice import Advice, Citation
from domain.advice.cache import AnswerCache
from domain.advice.events import (
    AdviceEvent,
    Answered,
    FigureComputed,
    PassageFound,
)
from domain.advice.fairness.neutral import neutral
from domain.advice.figures import Computed, compute
from domain.advice.grounding.report import report
from domain.advice.nearness import Nearness, SentenceIndex
from domain.advice.reading.inquiry import Inquiry
from domain.advice.recording.recorder import Recorder
from domain.advice.relevance import Relevance, TopicIndex, without_numbers
from domain.advice.stopwatch import Stopwatch
from domain.advice.writing.choosing import choose
from domain.advice.writing.composing import Composition, compose, compose_with_model
from domain.advice.writing.desk import Desk
from domain.advice.writing.grounds import cite, cite_nearest, ground_of
from domain.advice.writing.model_writer import ModelWriter
from domain.advice.writing.planning import Plan
from domain.advice.writing.writer import Material, Writer
from domain.identifiers import new_id
from domain.ports import Clock, UnitOfWorkFactory
from domain.rate_sheets.active import RateSheets
from domain.retrieval.library import Library, Retrieval
from domain.retrieval.search import Vector

PASSAGES = 4
"""Passages that are cited at most."""

LOOKED_AT = 8
"""Passages that are found, so that there are others where those to cite are all examples."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """What answering needs: where to look, how to tell what was asked, who writes, where to record.

    Computing and checking run in `executor`; `sheets` have the rates of loans whose own is not known. If
    there is a `model`, it writes, and `writer` in its place if it fails.
    """

    library: Library
    topics: TopicIndex
    sentences: SentenceIndex
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


@dataclass(frozen=True, slots=True)
class _Worked:
    """What an answer is written from: what was found, what was computed, and what of it is to be said."""

    retrieval: Retrieval
    citations: tuple[Citation, ...]
    nearness: Nearness
    computed: Computed
    plan: Plan

    @property
    def in_scope(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.citations or self.computed.figures or self.plan.asked)


async def answer(
    inquiry: Inquiry, user_id: UUID, adviser: Adviser
) -> AsyncGenerator[AdviceEvent, None]:
    """Yield what happens, at last the answer, which is not on record yet.

    A sentence that fails the grounding check is never passed on, so that nothing ungrounded is said.
    """
    watch = Stopwatch()
    yield watch.start("retrieve")
    retrieval = await adviser.library.find(inquiry.searched, viewer=user_id, k=LOOKED_AT)
    relevance = await relevance_of(inquiry.question, inquiry.searched, retrieval.vector, adviser)
    citations, nearness = await cite_nearest(
        retrieval, inquiry.question, adviser.sentences, most=PASSAGES
    )
    yield watch.finish()
    for citation in citations:
        yield PassageFound(citation)

    yield watch.start("compute")
    computed = await _computed(inquiry, adviser)
    chosen = choose(computed, relevance, inquiry.question, citations)
    worked = _Worked(retrieval, citations, nearness, computed, chosen)
    yield watch.finish()
    for figure in computed.figures:
        yield FigureComputed(figure)

    yield watch.start("write")
    # Out of scope there is nothing to write of, and nothing that would hold a model to it.
    model = adviser.model if worked.in_scope else None
    text = Composition(adviser.writer.name if model is None else model.name)
    desk = _desk(inquiry, worked, adviser, user_id, model=model)
    async with aclosing(_written(text, desk, adviser, model)) as events:
        async for event in events:
            yield event
    yield watch.finish()
    yield Answered(_advice(inquiry, worked, text, desk, watch))


async def _computed(inquiry: Inquiry, adviser: Adviser) -> Computed:
    return await asyncio.get_running_loop().run_in_executor(
        adviser.executor,
        lambda: compute(
            inquiry.known,
            on=inquiry.asked_at.date(),
            pricing=inquiry.pricing,
            before=inquiry.before,
        ),
    )


def _advice(
    inquiry: Inquiry, worked: _Worked, text: Composition, desk: Desk, watch: Stopwatch
) -> Advice:
    """Return the answer as it is recorded; what a model computed and found counts if its text stands."""
    facts, computed = inquiry.known, worked.computed
    by_model = desk.ground.by_model and text.degraded is None
    return Advice(
        id=new_id(),
        conversation_id=inquiry.conversation_id,
        request=inquiry.request,
        used=facts.request,
        read=facts.read,
        carried=facts.carried,
        unread=facts.unread,
        searched=inquiry.searched,
        answer=text.text.strip(),
        in_scope=worked.in_scope,
        figures=(*computed.figures, *desk.figures) if by_model else computed.figures,
        assessment=computed.assessment,
        rules=computed.rules,
        citations=tuple(desk.citations) if by_model else worked.citations,
        missing_information=worked.plan.missing,
        assumptions=worked.plan.assumptions,
        index_version=worked.retrieval.version,
        encoder_fingerprint=worked.retrieval.encoder_fingerprint,
        data_versions=computed.data_versions,
        writer=text.writer,
        grounding=report(text.checks),
        timings=tuple(watch.times),
        created_at=inquiry.asked_at,
        degraded=text.degraded,
        calls=tuple(desk.calls) if by_model else (),
        pricing=inquiry.pricing,
        before=inquiry.before,
    )


async def relevance_of(question: str, searched: str, vector: Vector, adviser: Adviser) -> Relevance:
    """How near a question is to each topic: by itself, or together with what it goes on from.

    Both texts are neutral; `vector` is that of the text `searched` with.
    """
    together = await adviser.topics.relevance(vector)
    bare = without_numbers(question)
    if searched not in {question, bare}:
        return together.nearer(
            await adviser.topics.relevance(await adviser.library.vector(question))
        )
    if bare == question:
        return together
    other = bare if searched == question else question
    return together.between(await adviser.topics.relevance(await adviser.library.vector(other)))


def _desk(
    inquiry: Inquiry,
    worked: _Worked,
    adviser: Adviser,
    viewer: UUID,
    *,
    model: ModelWriter | None,
) -> Desk:
    has_index = worked.retrieval.version is not None
    material = Material(
        inquiry.known,
        worked.plan,
        worked.citations,
        has_index=has_index,
        nearness=worked.nearness,
    )

    async def find(query: str) -> tuple[Citation, ...]:
        found = await adviser.library.find(neutral(query), viewer=viewer, k=LOOKED_AT)
        return cite(found, most=PASSAGES)

    ground = ground_of(material, model=model)
    on = inquiry.asked_at.date()
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
