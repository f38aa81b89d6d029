"""Asking for advice: the answer is given once it is recorded."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.advice import Advice
from domain.advice.answering import Adviser, answer
from domain.advice.events import AdviceEvent, Answered
from domain.advice.request import AdviceRequest
from domain.errors import NotFound
from domain.identifiers import new_id


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
    async with aclosing(
        watch_answer(
            request,
            principal,
            adviser,
            conversation_id=conversation_id,
            idempotency_key=idempotency_key,
        )
    ) as events:
        async for event in events:
            if isinstance(event, Answered):
                return event.advice
    raise AssertionError("the last event is the answer")


async def watch_answer(
    request: AdviceRequest,
    principal: Principal,
    adviser: Adviser,
    *,
    conversation_id: UUID | None = None,
    idempotency_key: str | None = None,
) -> AsyncGenerator[AdviceEvent, None]:
    """Answer a question as `ask` does and yield what happens meanwhile, the recorded answer last.

    Closing the generator stops the work; nothing is recorded then.
    """
    principal.require(Permission.ADVICE_GENERATE)
    user_id, key, recorder = principal.user_id, idempotency_key, adviser.recorder
    if key is not None:
        recorded = await recorder.recorded(request, user_id, key, conversation_id=conversation_id)
        if recorded is not None:
            yield Answered(recorded)
            return
    earlier = await _latest(conversation_id, user_id, adviser) if conversation_id else None
    async with aclosing(
        answer(
            request,
            user_id,
            adviser,
            conversation_id=conversation_id or new_id(),
            earlier=earlier,
        )
    ) as events:
        async for event in events:
            if isinstance(event, Answered):
                yield Answered(await recorder.record(event.advice, user_id, key))
            else:
                yield event


async def _latest(conversation_id: UUID, user_id: UUID, adviser: Adviser) -> Advice:
    """Return the answer that a conversation goes on from. Raises `NotFound`."""
    async with adviser.unit_of_work() as work:
        latest = await work.advice.latest(conversation_id, user_id=user_id)
    if latest is None:
        raise NotFound("conversation", conversation_id)
    return latest
