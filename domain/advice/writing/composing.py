"""Who writes an answer, and what becomes of one that fails: the model, the model again, or no model."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, field

from domain.advice.events import AdviceEvent, AnswerRestarted, SentenceWritten
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import SentenceCheck
from domain.advice.writing.degradation import Degradation, ModelFailed, said
from domain.advice.writing.desk import Desk
from domain.advice.writing.drafting import Drafted, drafted
from domain.advice.writing.model_writer import ModelWriter
from domain.advice.writing.writer import Material, Writer, closing, left_out

_PARAGRAPH = "\n\n"


@dataclass(slots=True)
class Composition:
    """A text as it comes about: the sentences that are the answer, and every check that was made."""

    writer: str
    sentences: list[str] = field(default_factory=list)
    checks: list[SentenceCheck] = field(default_factory=list)
    degraded: Degradation | None = None

    @property
    def text(self) -> str:
        """What was passed on so far."""
        return "".join(self.sentences)

    @property
    def rests_on_something(self) -> bool:
        """Whether any sentence that passed has a number or a citation; talk has neither."""
        return any(check.passed and (check.numbers or check.citations) for check in self.checks)

    def take(self, sentence: Drafted) -> bool:
        """Take a sentence in; return whether it may be passed on."""
        self.checks.append(sentence.check)
        if sentence.check.passed:
            self.sentences.append(sentence.text)
        return sentence.check.passed


async def compose(
    into: Composition,
    pieces: AsyncIterator[str],
    ground: Ground,
    executor: Executor,
) -> AsyncGenerator[AdviceEvent, None]:
    """Pass a text on sentence by sentence. One that fails the check is left out."""
    async with aclosing(drafted(pieces, ground, executor)) as sentences:
        async for sentence in sentences:
            if into.take(sentence):
                yield SentenceWritten(sentence.text)


async def compose_with_model(
    into: Composition,
    desk: Desk,
    model: ModelWriter,
    *,
    instead: Writer,
    ground: Ground,
    executor: Executor,
) -> AsyncGenerator[AdviceEvent, None]:
    """Write with a model. If it fails, or fails the check twice, `instead` writes on what `ground` holds."""
    try:
        async with aclosing(_by_model(into, desk, model, executor)) as events:
            async for event in events:
                yield event
        return
    except ModelFailed as failed:
        reason = failed.reason
    yield AnswerRestarted(reason)
    into.writer, into.degraded = instead.name, reason
    into.sentences.clear()
    async for event in compose(
        into, without_model(instead, desk.material, reason), ground, executor
    ):
        yield event


async def _by_model(
    into: Composition, desk: Desk, model: ModelWriter, executor: Executor
) -> AsyncGenerator[AdviceEvent, None]:
    """Stop at the first sentence that fails, and let the model go on from there, once."""
    draft, failed = model.start(desk), list[SentenceCheck]()
    async for event in _until_failure(into, draft.write(), desk, executor, failed):
        yield event
    if failed:
        again = list[SentenceCheck]()
        pieces = draft.go_on(into.text, failed)
        async for event in _until_failure(into, pieces, desk, executor, again):
            yield event
        if again:
            raise ModelFailed(Degradation.NOT_GROUNDED)
    if not into.text.strip():
        raise ModelFailed(Degradation.UNUSABLE)
    if not into.rests_on_something:
        raise ModelFailed(Degradation.NOT_GROUNDED)
    said = (left_out(desk.material), closing(desk.material))
    ending = _only("".join(_PARAGRAPH + each for each in said if each))
    async for event in compose(into, ending, desk.ground, executor):
        yield event


async def _until_failure(
    into: Composition,
    pieces: AsyncGenerator[str, None],
    desk: Desk,
    executor: Executor,
    failed: list[SentenceCheck],
) -> AsyncGenerator[AdviceEvent, None]:
    async with (
        aclosing(pieces),
        aclosing(drafted(pieces, desk.ground, executor)) as sentences,
    ):
        async for sentence in sentences:
            for news in desk.news():
                yield news
            if not into.take(sentence):
                failed.append(sentence.check)
                return
            yield SentenceWritten(sentence.text)
    for news in desk.news():
        yield news


async def without_model(
    writer: Writer, material: Material, reason: Degradation | None
) -> AsyncGenerator[str, None]:
    """Yield what a writer writes in a model's place, and at last why it does; no more without a reason."""
    async for piece in writer.write(material):
        yield piece
    if reason is not None:
        yield f"{_PARAGRAPH}*{said(reason)}*"


async def _only(text: str) -> AsyncGenerator[str, None]:
    yield text
