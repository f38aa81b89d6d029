"""An answer done again, and what came out the same."""

import strawberry

from domain.advice.recording import replay as domain
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.advice import Advice, Citation, Figure, RecordProof


@strawberry.type(description="A figure then and now.")
class FigureReplay:
    """A figure then and now."""

    key: str = strawberry.field(description='What it is, for programs: "monthlyPayment".')
    outcome: domain.Outcome = strawberry.field(
        description="Whether value, unit and basis are the same."
    )
    recorded: Figure | None = strawberry.field(description="As it was; null if it is new.")
    recomputed: Figure | None = strawberry.field(
        description="As it comes out now; null if it no longer does."
    )

    @staticmethod
    def of(figure: domain.FigureReplay) -> "FigureReplay":
        """Return a comparison as clients see it."""
        return FigureReplay(
            key=figure.key,
            outcome=figure.outcome,
            recorded=None if figure.recorded is None else Figure.of(figure.recorded),
            recomputed=None if figure.recomputed is None else Figure.of(figure.recomputed),
        )


@strawberry.type(
    description="Passages then and now, looked for in the index version of then, as you may see them now."
)
class RetrievalReplay:
    """Passages then and now."""

    outcome: domain.Outcome = strawberry.field(
        description="Whether the same passages come out, in the same order."
    )
    reason: str | None = strawberry.field(description="Why it could not be done again.")
    cited_then_only: list[Citation] = strawberry.field(
        description="Cited then and not found now: removed since, for instance."
    )
    cited_now_only: list[Citation] = strawberry.field(
        description="Not cited then and found now, with the numbers they would have."
    )

    @staticmethod
    def of(retrieval: domain.RetrievalReplay) -> "RetrievalReplay":
        """Return a comparison as clients see it."""
        return RetrievalReplay(
            outcome=retrieval.outcome,
            reason=retrieval.reason,
            cited_then_only=[Citation.of(each) for each in retrieval.cited_then_only],
            cited_now_only=[Citation.of(each) for each in retrieval.cited_now_only],
        )


@strawberry.type(
    description="The text, written again from the figures of now and the passages on record."
)
class TextReplay:
    """The text, written again."""

    outcome: domain.Outcome = strawberry.field(
        description="Whether the same text comes out, to the letter."
    )
    reason: str | None = strawberry.field(description="Why it could not be done again.")
    rewritten: str | None = strawberry.field(description="What comes out now, in Markdown.")

    @staticmethod
    def of(text: domain.TextReplay) -> "TextReplay":
        """Return a comparison as clients see it."""
        return TextReplay(outcome=text.outcome, reason=text.reason, rewritten=text.rewritten)


@strawberry.type(description="An answer done again from its record by the program of today.")
class Replay:
    """An answer done again."""

    advice: Advice = strawberry.field(description="The answer on record.")
    proof: RecordProof | None = strawberry.field(
        description="What proves the record that was started from; null if its link is missing."
    )
    outcome: domain.Outcome = strawberry.field(
        description="DIFFERS if any part does, SAME if all are the same."
    )
    figures: list[FigureReplay] = strawberry.field(description="Each figure.")
    retrieval: RetrievalReplay = strawberry.field(description="The passages.")
    text: TextReplay = strawberry.field(description="The text.")

    @staticmethod
    def of(replay: domain.Replay) -> "Replay":
        """Return a replay as clients see it."""
        return Replay(
            advice=Advice.of(replay.advice),
            proof=RecordProof.of(replay.kept),
            outcome=replay.outcome,
            figures=[FigureReplay.of(figure) for figure in replay.figures],
            retrieval=RetrievalReplay.of(replay.retrieval),
            text=TextReplay.of(replay.text),
        )
