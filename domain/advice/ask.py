"""Asking for advice: the answer is given once it is recorded."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from importlib.metadata import version
from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.advice import Advice
from domain.advice.answering import Adviser, answer
from domain.advice.cache import Versions, cache_key
from domain.advice.events import (
    AdviceEvent,
    Answered,
    FigureComputed,
    PassageFound,
    SentenceWritten,
)
from domain.advice.reading.inquiry import Inquiry, inquire
from domain.advice.reading.priced import priced
from domain.advice.request import AdviceRequest
from domain.advice.stopwatch import Stopwatch
from domain.errors import NotFound
from domain.identifiers import new_id


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question that is to be answered; `key` is None where its answer may not be shared."""

    inquiry: Inquiry
    user_id: UUID
    idempotency_key: str | None
    key: str | None


async def ask(
    request: AdviceRequest,
    principal: Principal,
    adviser: Adviser,
    *,
    conversation_id: UUID | None = None,
    idempotency_key: str | None = None,
) -> Advice:
    """Answer a question, in a conversation of the caller's or, without a `conversation_id`, in a new one.

    With an `idempotency_key` used before, the answer recorded then is returned. Raises `Forbidden`;
    `NotFound` for a conversation that is not there; `InvalidInput` for an empty or overlong key;
    `Conflict` if the key stands for another question.
    """
    prepared = await _prepare(request, principal, adviser, conversation_id, idempotency_key)
    if isinstance(prepared, Advice):
        return prepared
    if prepared.key is None:
        return await _last(prepared, adviser)
    async with adviser.cache.flight(prepared.key):
        return await _last(prepared, adviser)


async def watch_answer(
    request: AdviceRequest,
    principal: Principal,
    adviser: Adviser,
    *,
    conversation_id: UUID | None = None,
    idempotency_key: str | None = None,
) -> AsyncGenerator[AdviceEvent, None]:
    """Answer a question as `ask` does and yield what happens meanwhile, the recorded answer last.

    Closing the generator stops the work; nothing is recorded then. Others who ask the same do not wait
    for it: whoever watches sets the pace.
    """
    prepared = await _prepare(request, principal, adviser, conversation_id, idempotency_key)
    if isinstance(prepared, Advice):
        yield Answered(prepared)
        return
    async with aclosing(_events(prepared, adviser)) as events:
        async for event in events:
            yield event


async def _prepare(
    request: AdviceRequest,
    principal: Principal,
    adviser: Adviser,
    conversation_id: UUID | None,
    idempotency_key: str | None,
) -> _Prepared | Advice:
    """Return the question made ready, or the answer recorded under its key."""
    principal.require(Permission.ADVICE_GENERATE)
    user_id = principal.user_id
    if idempotency_key is not None:
        recorded = await adviser.recorder.recorded(
            request, user_id, idempotency_key, conversation_id=conversation_id
        )
        if recorded is not None:
            return recorded
    earlier = await _latest(conversation_id, user_id, adviser) if conversation_id else None
    inquiry = inquire(
        request,
        conversation_id=conversation_id or new_id(),
        asked_at=adviser.clock.now(),
        earlier=earlier,
    )
    inquiry = await priced(inquiry, adviser.sheets)
    return _Prepared(inquiry, user_id, idempotency_key, await _key(inquiry, user_id, adviser))


async def _latest(conversation_id: UUID, user_id: UUID, adviser: Adviser) -> Advice:
    """Return the answer that a conversation goes on from. Raises `NotFound`."""
    async with adviser.unit_of_work() as work:
        latest = await work.advice.latest(conversation_id, user_id=user_id)
    if latest is None:
        raise NotFound("conversation", conversation_id)
    return latest


async def _key(inquiry: Inquiry, user_id: UUID, adviser: Adviser) -> str | None:
    """Return what the answer is cached under; None for whoever owns private documents.

    Such an answer may rest on what nobody else may see.
    """
    async with adviser.unit_of_work() as work:
        if await work.documents.has_private(user_id):
            return None
        removals = await work.documents.removal_epoch()
    return cache_key(
        inquiry,
        Versions(
            index=adviser.library.version,
            encoder=adviser.library.fingerprint,
            writer=adviser.author,
            removals=removals,
            product=version("apfa"),
        ),
    )


async def _last(prepared: _Prepared, adviser: Adviser) -> Advice:
    async with aclosing(_events(prepared, adviser)) as events:
        async for event in events:
            if isinstance(event, Answered):
                return event.advice
    raise AssertionError("the last event is the answer")


async def _events(prepared: _Prepared, adviser: Adviser) -> AsyncGenerator[AdviceEvent, None]:
    """Yield what happens: the answer is found kept or is made, and is recorded either way."""
    watch = Stopwatch()
    looking = watch.start("cache")
    kept = await adviser.cache.find(prepared.key) if prepared.key else None
    looked = watch.finish()
    if kept is not None:
        advice = _again(kept, prepared.inquiry, watch)
        happened = [looking, looked, *_told(advice)]
        for event in happened:
            yield event
        yield Answered(await _record(advice, prepared, adviser))
        return
    async with aclosing(answer(prepared.inquiry, prepared.user_id, adviser)) as events:
        async for event in events:
            if not isinstance(event, Answered):
                yield event
                continue
            if prepared.key and event.advice.degraded is None:
                await adviser.cache.keep(prepared.key, event.advice)
            yield Answered(await _record(event.advice, prepared, adviser))


def _again(kept: Advice, inquiry: Inquiry, watch: Stopwatch) -> Advice:
    """The kept answer as one to this asker."""
    return replace(
        kept,
        id=new_id(),
        conversation_id=inquiry.conversation_id,
        request=inquiry.request,
        used=inquiry.known.request,
        searched=inquiry.searched,
        timings=tuple(watch.times),
        created_at=inquiry.asked_at,
        cached=True,
    )


def _told(advice: Advice) -> list[AdviceEvent]:
    return [
        *map(PassageFound, advice.citations),
        *map(FigureComputed, advice.figures),
        SentenceWritten(advice.answer),
    ]


async def _record(advice: Advice, prepared: _Prepared, adviser: Adviser) -> Advice:
    return await adviser.recorder.record(advice, prepared.user_id, prepared.idempotency_key)
