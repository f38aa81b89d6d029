"""Making an answer: retrieve, compute, plan, write, check, and tell of each as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Executor
from dataclasses import dataclass
from uuid import UUID

from domain.advice.advice import Advice, Citation
from domain.advice.cache import AnswerCache
from domain.advice.drafting import Drafted, drafted
from domain.advice.events import (
    AdviceEvent,
    Answered,
    FigureComputed,
    PassageFound,
    SentenceWritten,
)
from domain.advice.figures import compute
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import report
from domain.advice.inquiry import Inquiry
from domain.advice.planning import Plan, plan
from domain.advice.recording import Recorder
from domain.advice.relevance import Relevance, TopicIndex
from domain.advice.scope import bearing_on
from domain.advice.stopwatch import Stopwatch
from domain.advice.writer import Material, Writer
from domain.identifiers import new_id
from domain.ports import Clock, UnitOfWorkFactory
from domain.retrieval.library import Library, Retrieval
from domain.retrieval.search import Vector

PASSAGES = 4


@dataclass(frozen=True, slots=True)
class Adviser:
    """What answering needs: where to look, how to tell what was asked, who writes, where to record.

    Computing and checking run in `executor`.
    """

    library: Library
    topics: TopicIndex
    writer: Writer
    unit_of_work: UnitOfWorkFactory
    recorder: Recorder
    cache: AnswerCache
    clock: Clock
    executor: Executor


async def answer(
    inquiry: Inquiry, user_id: UUID, adviser: Adviser
) -> AsyncGenerator[AdviceEvent, None]:
    """Yield what happens, at last the answer, which is not on record yet.

    A sentence that fails the grounding check is left out, so that nothing ungrounded is ever said.
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
        adviser.executor, lambda: compute(facts.request, on=inquiry.asked_at.date())
    )
    chosen = plan(computed.findings, relevance)
    yield watch.finish()
    for figure in computed.figures:
        yield FigureComputed(figure)

    yield watch.start("write")
    material = Material(facts, chosen, citations, has_index=retrieval.version is not None)
    sentences: list[Drafted] = []
    async for sentence in drafted(
        adviser.writer.write(material), ground_of(material), adviser.executor
    ):
        sentences.append(sentence)
        if sentence.check.passed:
            yield SentenceWritten(sentence.text)
    yield watch.finish()

    yield Answered(
        Advice(
            id=new_id(),
            conversation_id=inquiry.conversation_id,
            request=inquiry.request,
            used=facts.request,
            read=facts.read,
            carried=facts.carried,
            searched=inquiry.searched,
            answer="".join(each.text for each in sentences if each.check.passed).strip(),
            in_scope=bool(citations or computed.figures),
            figures=computed.figures,
            assessment=computed.assessment,
            rules=computed.rules,
            citations=citations,
            missing_information=chosen.missing,
            assumptions=chosen.assumptions,
            index_version=retrieval.version,
            encoder_fingerprint=retrieval.encoder_fingerprint,
            data_versions=computed.data_versions,
            writer=adviser.writer.name,
            grounding=report([each.check for each in sentences]),
            timings=tuple(watch.times),
            created_at=inquiry.asked_at,
        )
    )


async def relevance_of(question: str, searched: str, vector: Vector, adviser: Adviser) -> Relevance:
    """How near a question is to each topic: by itself, or together with what it goes on from.

    Both texts are neutral; `vector` is that of the text `searched` with.
    """
    together = await adviser.topics.relevance(vector)
    if searched == question:
        return together
    return together.nearer(await adviser.topics.relevance(await adviser.library.vector(question)))


def ground_of(material: Material) -> Ground:
    """What the text may rest on: of the figures only those that were chosen to be said.

    The more figures there are, the likelier a wrong number agrees with one by chance.
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
    return Ground(figures, material.known.request, material.citations, notes)


def cite(retrieval: Retrieval) -> tuple[Citation, ...]:
    """Return the passages that bear on the question, numbered from 1, best first."""
    bearing = bearing_on(retrieval.query, retrieval.hits)
    return tuple(
        Citation(number, hit.passage, hit.score) for number, hit in enumerate(bearing, start=1)
    )
