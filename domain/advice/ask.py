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
from domain.errors import Conflict, InvalidInput
from domain.ports import UnitOfWorkFactory

LONGEST_KEY = 200


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
    async with aclosing(
        watch_answer(request, principal, adviser, idempotency_key=idempotency_key)
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
    idempotency_key: str | None = None,
) -> AsyncGenerator[AdviceEvent, None]:
    """Answer a question as `ask` does and yield what happens meanwhile, the recorded answer last.

    Closing the generator stops the work; nothing is recorded then.
    """
    principal.require(Permission.ADVICE_GENERATE)
    store, key = adviser.unit_of_work, idempotency_key
    if key is not None:
        recorded = await _recorded(request, principal.user_id, key, store)
        if recorded is not None:
            yield Answered(recorded)
            return
    async with aclosing(answer(request, principal.user_id, adviser)) as events:
        async for event in events:
            if isinstance(event, Answered):
                recorded = await _record(event.advice, principal.user_id, key, store)
                yield Answered(recorded)
            else:
                yield event


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
