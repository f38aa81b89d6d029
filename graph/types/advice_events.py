"""What happens while an answer is made."""

from typing import Annotated

import strawberry

from domain.advice import events
from domain.advice.writing.degradation import Degradation
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.advice import Advice, Citation, Figure, StageTime


@strawberry.type(description="A stage of answering has begun.")
class StageStarted:
    """A stage has begun."""

    stage: str = strawberry.field(description='The stage: "retrieve", "compute", "write".')


@strawberry.type(description="A stage of answering has ended.")
class StageFinished:
    """A stage has ended."""

    time: StageTime = strawberry.field(description="How long it took, measured.")


@strawberry.type(description="A passage was retrieved that bears on the question.")
class PassageFound:
    """A passage was retrieved."""

    citation: Citation = strawberry.field(description="The passage, with its number in the text.")


@strawberry.type(description="A figure was computed.")
class FigureComputed:
    """A figure was computed."""

    figure: Figure = strawberry.field(description="The figure.")


@strawberry.type(
    description="A sentence that has passed the grounding check. Joined together, as they come, the "
    "sentences are the answer's Markdown."
)
class SentenceWritten:
    """A sentence that has passed the grounding check."""

    text: str = strawberry.field(description="The sentence, with the blanks behind it.")


@strawberry.type(
    description="The language model's text cannot be used, so the answer begins anew. Forget the sentences "
    "that came so far, and the figures and passages that came since writing began."
)
class AnswerRestarted:
    """The answer begins anew."""

    reason: Degradation = strawberry.field(description="Why the text cannot be used.")


@strawberry.type(description="The answer, on record. It is the last event.")
class Answered:
    """The answer, on record."""

    advice: Advice = strawberry.field(description="The answer.")


AdviceEvent = Annotated[
    StageStarted
    | StageFinished
    | PassageFound
    | FigureComputed
    | SentenceWritten
    | AnswerRestarted
    | Answered,
    strawberry.union("AdviceEvent", description="What happens while an answer is made."),
]


def advice_event(  # noqa: PLR0911  # one for each event
    event: events.AdviceEvent,
) -> (
    StageStarted
    | StageFinished
    | PassageFound
    | FigureComputed
    | SentenceWritten
    | AnswerRestarted
    | Answered
):
    """Return an event as clients see it."""
    match event:
        case events.StageStarted(stage):
            return StageStarted(stage=stage)
        case events.StageFinished(time):
            return StageFinished(time=StageTime(stage=time.stage, milliseconds=time.milliseconds))
        case events.PassageFound(citation):
            return PassageFound(citation=Citation.of(citation))
        case events.FigureComputed(figure):
            return FigureComputed(figure=Figure.of(figure))
        case events.SentenceWritten(text):
            return SentenceWritten(text=text)
        case events.AnswerRestarted(reason):
            return AnswerRestarted(reason=reason)
        case events.Answered(advice):
            return Answered(advice=Advice.of(advice))
