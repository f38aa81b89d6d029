"""Asking for advice: retrieve, compute, write, record; the answer is given once it is recorded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.advice import Advice, Citation, StageTime
from domain.advice.figures import Computed, compute
from domain.advice.request import AdviceRequest
from domain.advice.writer import WRITER, write
from domain.errors import Conflict, InvalidInput
from domain.identifiers import new_id
from domain.ports import Clock, UnitOfWorkFactory
from domain.retrieval.library import Library, Retrieval

PASSAGES = 4
RELEVANT_SIMILARITY = 0.42
"""A passage less similar than this to the question (cosine) does not bear on it."""

LONGEST_KEY = 200


class Stopwatch:
    """Measures stages on a monotonic clock."""

    def __init__(self) -> None:
        self.times: list[StageTime] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what runs inside."""
        start = time.perf_counter()
        yield
        self.times.append(StageTime(name, round((time.perf_counter() - start) * 1000, 3)))


async def ask(
    request: AdviceRequest,
    principal: Principal,
    *,
    library: Library,
    unit_of_work: UnitOfWorkFactory,
    clock: Clock,
    idempotency_key: str | None = None,
) -> Advice:
    """Answer a question. With an `idempotency_key` used before, the answer recorded then is returned.

    Raises `Forbidden`; `InvalidInput` for an empty or overlong key; `Conflict` if the key stands for
    another question.
    """
    principal.require(Permission.ADVICE_GENERATE)
    if idempotency_key is not None:
        recorded = await _recorded(request, principal.user_id, idempotency_key, unit_of_work)
        if recorded is not None:
            return recorded
    watch = Stopwatch()
    with watch.stage("retrieve"):
        retrieval = await library.find(request.question, viewer=principal.user_id, k=PASSAGES)
    with watch.stage("compute"):
        computed = compute(request)
    with watch.stage("write"):
        advice = _compose(request, computed, retrieval, clock)
    advice = replace(advice, timings=tuple(watch.times))
    return await _record(advice, principal.user_id, idempotency_key, unit_of_work)


def _compose(
    request: AdviceRequest,
    computed: Computed,
    retrieval: Retrieval,
    clock: Clock,
) -> Advice:
    citations = tuple(
        Citation(number, hit.passage, hit.score)
        for number, hit in enumerate(
            (hit for hit in retrieval.hits if hit.vector_score >= RELEVANT_SIMILARITY), start=1
        )
    )
    return Advice(
        id=new_id(),
        request=request,
        answer=write(request, computed, citations, has_index=retrieval.version is not None),
        in_scope=bool(citations or computed.figures),
        figures=computed.figures,
        citations=citations,
        missing_information=computed.missing,
        assumptions=computed.assumptions,
        index_version=retrieval.version,
        encoder_fingerprint=retrieval.encoder_fingerprint,
        writer=WRITER,
        timings=(),
        created_at=clock.now(),
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
