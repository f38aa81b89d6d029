"""A language model as a writer, by way of pydantic-ai; it is imported only where a model is configured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from pydantic_ai import (
    Agent,
    AgentRunResultEvent,
    PartDeltaEvent,
    PartStartEvent,
    RunContext,
    TextPart,
    TextPartDelta,
    Tool,
)
from pydantic_ai.exceptions import (
    ModelConnectionError,
    ModelHTTPError,
    ModelRequestTimeout,
    ModelTimeoutError,
    OutputTokenLimitExceeded,
    UsageLimitExceeded,
)
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage, UsageLimits

from domain.advice.grounding.report import SentenceCheck
from domain.advice.tools.arguments import schema
from domain.advice.tools.catalogue import TOOLS
from domain.advice.writing.degradation import Degradation, ModelFailed
from domain.advice.writing.desk import SEARCH, Desk
from domain.advice.writing.prompt import INSTRUCTIONS, briefing, correction
from domain.advice.writing.sealing import Seal
from domain.breaker import Breaker
from domain.errors import CircuitOpen

logger = logging.getLogger(__name__)

VERSION = 1
_CHARACTERS_A_TOKEN = 8
"""More than any tokenizer makes of one: what a server that ignores limits may send at most."""

_SPARE_REQUESTS = 4
"""Requests beyond one for each calculation: two texts, and one more for each if the model hesitates."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one answer may take: seconds until its first word and in all, tokens, calculations."""

    first_seconds: float
    seconds: float
    answer_tokens: int
    tokens: int
    calls: int


class _TooLong(Exception):
    """A response was cut off, or is longer than it may be."""


class AgentWriter:
    """Keeps `domain.advice.writing.model_writer.ModelWriter` with any model that pydantic-ai speaks to.

    A call that fails for reasons of the other side counts in `breaker`; one that comes to the bounds of
    its text does not.
    """

    instructions = INSTRUCTIONS

    def __init__(self, model: Model, *, bounds: Bounds, breaker: Breaker) -> None:
        self.name = f"model/{VERSION} {model.model_name}"
        self._agent: Agent[Desk, str] = Agent(
            model,
            deps_type=Desk,
            instructions=INSTRUCTIONS,
            tools=_tools() if bounds.calls else (),
            model_settings=ModelSettings(
                max_tokens=bounds.answer_tokens,
                temperature=0.0,
                timeout=bounds.seconds,
                max_retries=0,
            ),
        )
        self._bounds = bounds
        self._breaker = breaker

    def start(self, desk: Desk) -> AgentDraft:
        """Begin one answer."""
        return AgentDraft(self._agent, desk, self._bounds, self._breaker)


class AgentDraft:
    """One answer in the making."""

    def __init__(
        self, agent: Agent[Desk, str], desk: Desk, bounds: Bounds, breaker: Breaker
    ) -> None:
        desk.most_calls = bounds.calls
        self._agent = agent
        self._desk = desk
        self._bounds = bounds
        self._breaker = breaker
        self._seal = Seal()
        self._usage = RunUsage()
        self._limits = UsageLimits(request_limit=bounds.calls + _SPARE_REQUESTS)
        self._characters = 0
        self._until = asyncio.get_running_loop().time() + bounds.seconds

    def write(self) -> AsyncGenerator[str, None]:
        """Yield the answer's Markdown in pieces, as they come. Raises `ModelFailed`."""
        return self._written(briefing(self._desk, self._seal))

    def go_on(self, passed: str, failed: Sequence[SentenceCheck]) -> AsyncGenerator[str, None]:
        """Yield what comes behind `passed`. Raises `ModelFailed`."""
        return self._written(correction(self._desk, self._seal, passed, failed))

    async def _written(self, prompt: str) -> AsyncGenerator[str, None]:
        try:
            async with aclosing(self._guarded(prompt)) as pieces:
                async for piece in pieces:
                    yield piece
        except Exception as failure:
            reason = _reason(failure)
            logger.warning("the model failed: %s (%s)", reason, type(failure).__name__)
            raise ModelFailed(reason) from failure

    async def _guarded(self, prompt: str) -> AsyncGenerator[str, None]:
        too_long: Exception | None = None
        async with self._breaker.guard(), aclosing(self._pieces(prompt)) as pieces:
            try:
                async for piece in pieces:
                    yield piece
            except (UsageLimitExceeded, OutputTokenLimitExceeded, _TooLong) as error:
                too_long = error
        if too_long is not None:
            raise too_long

    async def _pieces(self, prompt: str) -> AsyncGenerator[str, None]:
        """Yield the text of every response, one a paragraph behind the other."""
        loop = asyncio.get_running_loop()
        deadline = min(loop.time() + self._bounds.first_seconds, self._until)
        written = False
        async with self._agent.run_stream_events(
            prompt, deps=self._desk, usage=self._usage, usage_limits=self._limits
        ) as events:
            while True:
                async with asyncio.timeout_at(deadline):
                    event = await anext(events)
                deadline = self._until
                self._count(event)
                if isinstance(event, AgentRunResultEvent):
                    if event.result.response.finish_reason == "length":
                        raise _TooLong
                    return
                if text := _text_of(event):
                    begins = written and isinstance(event, PartStartEvent)
                    yield f"\n\n{text}" if begins else text
                    written = True

    def _count(self, event: object) -> None:
        """Raise `_TooLong` once more has come than the tokens allow, by the server's count or by length.

        Not every server counts, so no limit can rest on that alone.
        """
        if isinstance(event, PartStartEvent | PartDeltaEvent):
            part = event.part if isinstance(event, PartStartEvent) else event.delta
            for name in ("content", "content_delta", "args", "args_delta"):
                self._characters += len(getattr(part, name, None) or "")
        spent = max(self._usage.total_tokens, self._characters // _CHARACTERS_A_TOKEN)
        if spent > self._bounds.tokens:
            raise _TooLong


def _text_of(event: object) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return ""


def _reason(failure: Exception) -> Degradation:
    """Return what a failure means for the answer."""
    match failure:
        case UsageLimitExceeded() | OutputTokenLimitExceeded() | _TooLong():
            return Degradation.BUDGET_SPENT
        case TimeoutError() | ModelTimeoutError() | ModelRequestTimeout():
            return Degradation.TIMED_OUT
        case CircuitOpen():
            return Degradation.RESTING
        case ModelConnectionError() | ModelHTTPError() | OSError():
            return Degradation.UNREACHABLE
        case _:
            return Degradation.UNUSABLE


def _tools() -> list[Tool[Desk]]:
    return [*(_calculator(name) for name in TOOLS), Tool(_search, name=SEARCH)]


def _calculator(name: str) -> Tool[Desk]:
    async def call(context: RunContext[Desk], **given: Any) -> str:
        return await context.deps.compute(name, given)

    tool = TOOLS[name]
    return Tool.from_schema(
        call, name, tool.description, schema(tool.arguments), takes_ctx=True, sequential=True
    )


async def _search(context: RunContext[Desk], query: str) -> str:
    """Find more documents on a question about loans; cite them by the numbers that come with them."""
    return await context.deps.search(query)
