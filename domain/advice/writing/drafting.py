"""From a writer's text to sentences that may be given: each is checked before it goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from domain.advice.grounding.check import check_sentence
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import SentenceCheck
from domain.advice.grounding.sentences import SentenceBuffer


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as it was written, with the blanks behind it, and what was checked of it."""

    text: str
    check: SentenceCheck


async def drafted(
    pieces: AsyncIterator[str], ground: Ground, executor: Executor
) -> AsyncGenerator[Drafted, None]:
    """Yield the sentences of a text that arrives in pieces, each once it is complete and checked."""
    buffer = SentenceBuffer()
    async for piece in pieces:
        for sentence in await _checked(buffer.feed(piece), ground, executor):
            yield sentence
    for sentence in await _checked(buffer.finish(), ground, executor):
        yield sentence


async def _checked(sentences: Sequence[str], ground: Ground, executor: Executor) -> list[Drafted]:
    if not sentences:
        return []
    return await asyncio.get_running_loop().run_in_executor(
        executor, lambda: [Drafted(each, check_sentence(each, ground)) for each in sentences]
    )
