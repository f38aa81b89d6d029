"""Doing an answer again from its record, to see what comes out the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from domain.access import Permission, Principal
from domain.advice.advice import Advice, Citation, Figure
from domain.advice.answering import LOOKED_AT, PASSAGES, Adviser, relevance_of
from domain.advice.fairness.neutral import neutral
from domain.advice.figures import Computed, compute
from domain.advice.reading.known import Known, known
from domain.advice.recording.record import KeptRecord
from domain.advice.request import AdviceRequest
from domain.advice.writing.choosing import choose
from domain.advice.writing.composing import without_model
from domain.advice.writing.desk import figures_of
from domain.advice.writing.drafting import drafted
from domain.advice.writing.grounds import cite_nearest, ground_of
from domain.advice.writing.writer import DeterministicWriter, Material
from domain.errors import CorruptArtefact
from domain.retrieval.snapshot import IndexSnapshot

FindVersion = Callable[[int], Awaitable[IndexSnapshot | None]]

OTHER_ENCODER = "another encoder is in use now"


class Outcome(StrEnum):
    """What doing a part of an answer again came to."""

    SAME = "SAME"
    DIFFERS = "DIFFERS"
    NOT_REPLAYED = "NOT_REPLAYED"


@dataclass(frozen=True, slots=True)
class FigureReplay:
    """A figure then and now; None where there was none, or would be none."""

    key: str
    recorded: Figure | None
    recomputed: Figure | None

    @property
    def outcome(self) -> Outcome:
        """Whether value, unit and all else are the same, to the last digit."""
        then, now = self.recorded, self.recomputed
        if then is None or now is None:
            return Outcome.DIFFERS
        # Equal decimals may show different digits.
        return _outcome(then == now and str(then.value) == str(now.value))


@dataclass(frozen=True, slots=True)
class RetrievalReplay:
    """Passages then and now. `reason` says why it was not replayed; numbers are those of the citations."""

    outcome: Outcome
    reason: str | None = None
    cited_then_only: tuple[Citation, ...] = ()
    cited_now_only: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class TextReplay:
    """The text, written again from today's figures and the recorded passages, beside the recorded one."""

    outcome: Outcome
    reason: str | None = None
    rewritten: str | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of doing an answer again; `kept` is its record with what proves it."""

    advice: Advice
    kept: KeptRecord
    figures: tuple[FigureReplay, ...]
    retrieval: RetrievalReplay
    text: TextReplay

    @property
    def outcome(self) -> Outcome:
        """DIFFERS if any part does, SAME if all are; else a part could not be replayed."""
        parts = {self.retrieval.outcome, self.text.outcome}
        parts |= {figure.outcome for figure in self.figures}
        for worst in (Outcome.DIFFERS, Outcome.NOT_REPLAYED):
            if worst in parts:
                return worst
        return Outcome.SAME


async def replay(
    advice_id: UUID, principal: Principal, adviser: Adviser, *, version: FindVersion
) -> Replay | None:
    """Do one of the caller's own answers again with today's code; None if there is no such answer.

    Figures are computed from the recorded facts and from what a model called calculators with, as of the
    day of the answer; a rate that came from a rate sheet stays that of then. Passages are looked for with
    the question, not with a model's own searches, in the recorded index version if `version` still has
    it, as the caller may see them now. Raises `Forbidden`.
    """
    principal.require(Permission.ADVICE_HISTORY)
    user_id = principal.user_id
    async with adviser.unit_of_work() as work:
        advice = await work.advice.get(advice_id, user_id=user_id)
        kept = (await work.advice.kept([advice_id], user_id=user_id)).get(advice_id)
    if advice is None or kept is None:
        return None
    on = advice.created_at.date()
    facts = _known(advice)
    computed, called = await asyncio.get_running_loop().run_in_executor(
        adviser.executor,
        lambda: (
            compute(facts, on=on, pricing=advice.pricing, before=advice.before),
            figures_of(advice.calls, on=on),
        ),
    )
    return Replay(
        advice=advice,
        kept=kept,
        figures=_figures(advice.figures, (*computed.figures, *called)),
        retrieval=await _retrieval(advice, user_id, adviser, version),
        text=await _text(advice, facts, computed, adviser),
    )


def _known(advice: Advice) -> Known:
    """Return what was known: the recorded facts, and what the question weighs."""
    before = AdviceRequest(advice.request.question, advice.before) if advice.before else None
    return replace(
        known(advice.request, before),
        request=advice.used,
        read=advice.read,
        carried=advice.carried,
        unread=advice.unread,
    )


def _figures(recorded: Sequence[Figure], recomputed: Sequence[Figure]) -> tuple[FigureReplay, ...]:
    then = {figure.key: figure for figure in recorded}
    now = {figure.key: figure for figure in recomputed}
    return tuple(FigureReplay(key, then.get(key), now.get(key)) for key in {**then, **now})


async def _retrieval(
    advice: Advice, user_id: UUID, adviser: Adviser, version: FindVersion
) -> RetrievalReplay:
    number = advice.index_version
    if number is None:
        return _not_replayed("no index served then")
    if advice.encoder_fingerprint != adviser.library.fingerprint:
        return _not_replayed(OTHER_ENCODER)
    try:
        snapshot = await version(number)
    except CorruptArtefact as error:
        return _not_replayed(error.message)
    if snapshot is None:
        return _not_replayed(f"index version {number} is no longer kept")
    found = await adviser.library.find(
        advice.searched, viewer=user_id, k=LOOKED_AT, within=snapshot
    )
    later = {number for call in advice.calls for number in call.found}
    first = tuple(each for each in advice.citations if each.number not in later)
    question = neutral(advice.request.question)
    now, _ = await cite_nearest(found, question, adviser.sentences, most=PASSAGES)
    return _compare(first, now)


def _compare(then: tuple[Citation, ...], now: tuple[Citation, ...]) -> RetrievalReplay:
    """Compare passages by their ids and texts, in their order."""
    then_keys, now_keys = [_key(each) for each in then], [_key(each) for each in now]
    return RetrievalReplay(
        _outcome(then_keys == now_keys),
        cited_then_only=tuple(each for each in then if _key(each) not in now_keys),
        cited_now_only=tuple(each for each in now if _key(each) not in then_keys),
    )


def _key(citation: Citation) -> tuple[UUID, bytes]:
    return citation.passage.id, citation.passage.text_hash


async def _text(advice: Advice, facts: Known, computed: Computed, adviser: Adviser) -> TextReplay:
    """Write the text again, if both the writer and what tells it what was asked are those of then."""
    writer = DeterministicWriter()
    if advice.writer != writer.name:
        reason = f"{advice.writer} wrote it; only {writer.name} writes the same text again"
        return TextReplay(Outcome.NOT_REPLAYED, reason)
    if advice.encoder_fingerprint != adviser.library.fingerprint:
        return TextReplay(Outcome.NOT_REPLAYED, OTHER_ENCODER)
    vector = await adviser.library.vector(advice.searched)
    question = neutral(advice.request.question)
    relevance = await relevance_of(question, advice.searched, vector, adviser)
    passages = [each.passage for each in advice.citations]
    material = Material(
        facts,
        choose(computed, relevance, question, advice.citations),
        advice.citations,
        has_index=advice.index_version is not None,
        nearness=await adviser.sentences.near(vector, passages),
    )
    pieces = without_model(writer, material, advice.degraded)
    sentences = drafted(pieces, ground_of(material), adviser.executor)
    rewritten = "".join([each.text async for each in sentences if each.check.passed]).strip()
    return TextReplay(_outcome(rewritten == advice.answer), rewritten=rewritten)


def _not_replayed(reason: str) -> RetrievalReplay:
    return RetrievalReplay(Outcome.NOT_REPLAYED, reason)


def _outcome(same: bool) -> Outcome:
    return Outcome.SAME if same else Outcome.DIFFERS
