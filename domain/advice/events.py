"""What happens while an answer is made, in order; `Answered` is the last."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.advice import Advice, Citation, Figure, StageTime
from domain.advice.writing.degradation import Degradation


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage has begun."""

    stage: str


@dataclass(frozen=True, slots=True)
class StageFinished:
    """A stage has ended, and how long it took, measured."""

    time: StageTime


@dataclass(frozen=True, slots=True)
class PassageFound:
    """A passage was retrieved that bears on the question."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class FigureComputed:
    """A figure was computed."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class SentenceWritten:
    """A sentence that has passed the grounding check; sentences joined together are the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerRestarted:
    """The model's text cannot be used: forget the sentences so far, the answer begins anew.

    So do the figures and passages that came since writing began.
    """

    reason: Degradation


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, on record."""

    advice: Advice


AdviceEvent = (
    StageStarted
    | StageFinished
    | PassageFound
    | FigureComputed
    | SentenceWritten
    | AnswerRestarted
    | Answered
)
