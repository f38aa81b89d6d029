"""Whether it is time to move to a larger index."""

from datetime import datetime

import strawberry

from domain.indexing import growth, readiness
from domain.indexing.urgency import BYTES_LIMIT, PASSAGES_LIMIT, Advice
from graph.types import enums  # noqa: F401  # declares the enumerations used below


@strawberry.type(
    description="When urgency reaches its next threshold, by a straight line (least squares) through what "
    "was counted in the last 30 days, one count an hour."
)
class UrgencyProjection:
    """When urgency reaches its next threshold."""

    threshold: float | None = strawberry.field(
        description="The next threshold, 70 or 90; null if both are passed or nothing was counted."
    )
    on: datetime | None = strawberry.field(
        description="When it is reached if growth goes on so; null, with the reason, if nobody can say."
    )
    points_a_day: float | None = strawberry.field(
        description="How urgency grows a day; null with fewer than 12 counts over a day."
    )
    counts: int = strawberry.field(description="How many counts the line runs through.")
    since: datetime | None = strawberry.field(description="When the first of them was made.")
    reason: str | None = strawberry.field(description="Why there is no date; null if there is one.")

    @staticmethod
    def of(projection: growth.Projection) -> "UrgencyProjection":
        """Return a projection as clients see it."""
        return UrgencyProjection(
            threshold=projection.threshold,
            on=projection.on,
            points_a_day=projection.points_a_day,
            counts=projection.counts,
            since=projection.since,
            reason=projection.reason,
        )


@strawberry.type(description="Something measured that may call for a larger home.")
class MigrationCondition:
    """Something measured that may call for a larger home."""

    trigger: readiness.Trigger = strawberry.field(description="What was measured.")
    value: float | None = strawberry.field(description="The figure; null if it was not measured.")
    basis: str = strawberry.field(description="What the figure rests on, or why there is none.")


@strawberry.type(
    description="How far the index is from what memory-mapped files on one node are good for."
)
class MigrationReadiness:
    """How far the index is from what one node is good for."""

    urgency: float = strawberry.field(
        description="0 to 100: the larger share of the two limits, in percent, 100 at most."
    )
    advice: Advice = strawberry.field(description="What to do about it.")
    passages: int = strawberry.field(description="Passages in the active version.")
    most_passages: int = strawberry.field(description="The limit on passages.")
    size_bytes: float = strawberry.field(description="The size of its files in bytes.")
    most_size_bytes: float = strawberry.field(description="The limit on their size in bytes.")
    embeddings: int = strawberry.field(description="Vectors kept for its encoder.")
    projection: UrgencyProjection = strawberry.field(description="How it will go on.")
    conditions: list[MigrationCondition] = strawberry.field(
        description="What else was measured. Nothing here is estimated."
    )

    @staticmethod
    def of(found: readiness.Readiness) -> "MigrationReadiness":
        """Return readiness as clients see it."""
        counted = found.statistics
        return MigrationReadiness(
            urgency=counted.urgency.score,
            advice=counted.urgency.advice,
            passages=counted.passages,
            most_passages=PASSAGES_LIMIT,
            size_bytes=float(counted.bytes),
            most_size_bytes=float(BYTES_LIMIT),
            embeddings=counted.embeddings,
            projection=UrgencyProjection.of(found.projection),
            conditions=[
                MigrationCondition(trigger=each.trigger, value=each.value, basis=each.basis)
                for each in found.conditions
            ],
        )
