"""Asking for advice: retrieve, compute, write, record; the answer is given once it is recorded."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from dataclasses import dataclass
from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.advice import Advice, Citation
from domain.advice.composing import compose
from domain.advice.relevance import TopicIndex
from domain.advice.request import AdviceRequest
from domain.advice.stopwatch import Stopwatch
from domain.advice.writer import WRITER
from domain.errors import Conflict, InvalidInput
from domain.identifiers import new_id
from domain.ports import Clock, UnitOfWorkFactory
from domain.retrieval.library import Library, Retrieval

PASSAGES = 4
RELEVANT_SIMILARITY = 0.42
"""A passage less similar than this to the question (cosine) does not bear on it."""

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Adviser:
    """What answering needs: where to look, how to tell what was asked, where to record, a clock.

    Computing and writing run in `executor`.
    """

    library: Library
    topics: TopicIndex
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    executor: Executor


async def ask(
    request: AdviceRequest,
    principal: Principal,
    adviser: Adviser,
    *,
    idempotency_key: str | None = None,
) -> Advice:
    """Answer a question. With an `idempotency_key` used before, the answer recorded then is returned.

    Raises `Forbidden`; `InvalidInput` for an empty or overlong key; `Conflict` if the key stands for
    another question.
    """
    principal.require(Permission.ADVICE_GENERATE)
    if idempotency_key is not None:
        recorded = await _recorded(
            request, principal.user_id, idempotency_key, adviser.unit_of_work
        )
        if recorded is not None:
            return recorded
    advice = await _answer(request, principal.user_id, adviser)
    return await _record(advice, principal.user_id, idempotency_key, adviser.unit_of_work)


async def _answer(request: AdviceRequest, user_id: UUID, adviser: Adviser) -> Advice:
    watch = Stopwatch()
    with watch.stage("retrieve"):
        retrieval = await adviser.library.find(request.question, viewer=user_id, k=PASSAGES)
        relevance = await adviser.topics.relevance(retrieval.vector)
    citations = _citations(retrieval)
    now = adviser.clock.now()
    composed = await asyncio.get_running_loop().run_in_executor(
        adviser.executor,
        lambda: compose(
            request,
            citations,
            relevance,
            has_index=retrieval.version is not None,
            on=now.date(),
            watch=watch,
        ),
    )
    return Advice(
        id=new_id(),
        request=request,
        answer=composed.text,
        in_scope=bool(citations or composed.figures),
        figures=composed.figures,
        citations=citations,
        missing_information=composed.plan.missing,
        assumptions=composed.plan.assumptions,
        index_version=retrieval.version,
        encoder_fingerprint=retrieval.encoder_fingerprint,
        writer=WRITER,
        grounding=composed.grounding,
        timings=tuple(watch.times),
        created_at=now,
    )


def _citations(retrieval: Retrieval) -> tuple[Citation, ...]:
    bearing = (hit for hit in retrieval.hits if hit.vector_score >= RELEVANT_SIMILARITY)
    return tuple(
        Citation(number, hit.passage, hit.score) for number, hit in enumerate(bearing, start=1)
    )


async def _recorded(
    request: AdviceRequest, user_id: UUID, key: str, unit_of_work: UnitOfWorkFactory
) -> Advice | None:
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidInput(f"a key has 1 to {LONGEST_KEY} characters", field="idempotencyKey")
    async with unit_of_work() as work:
        advice = await work.advice.by_idempotency_key(user_id, key)
    if advice is not None and advice.request != request:
        raise Conflict("this idempotency key was used for another question")
    return advice


async def _record(
    advice: Advice, user_id: UUID, key: str | None, unit_of_work: UnitOfWorkFactory
) -> Advice:
    """Commit the record; if another request with the same key was faster, its answer counts."""
    try:
        async with unit_of_work() as work:
            await work.advice.add(advice, user_id=user_id, idempotency_key=key)
            await work.commit()
    except Conflict:
        winner = await _recorded(advice.request, user_id, key, unit_of_work) if key else None
        if winner is None:
            raise
        return winner
    return advice
