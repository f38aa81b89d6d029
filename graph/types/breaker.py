"""Circuit breakers."""

from datetime import datetime

import strawberry

from domain import breaker
from graph.types.enums import describe

describe(
    breaker.BreakerState,
    "BreakerState",
    "Whether calls are let through.",
    {
        "CLOSED": "All are.",
        "OPEN": "None is: it failed several times in a row and is given a rest.",
        "HALF_OPEN": "One is, and decides.",
    },
)


@strawberry.type(description="What keeps this API process from waiting for something that is away.")
class Breaker:
    """What keeps this process from waiting for something that is away."""

    name: str = strawberry.field(description="What it stands before.")
    state: breaker.BreakerState = strawberry.field(description="Whether calls are let through.")
    failures: int = strawberry.field(description="How many calls in a row have failed.")
    opened_at: datetime | None = strawberry.field(
        description="When it last opened; null if it never has."
    )
    probe_at: datetime | None = strawberry.field(
        description="When a call will be let through again; null while it is closed."
    )

    @staticmethod
    def of(status: breaker.BreakerStatus) -> "Breaker":
        """Return a breaker as clients see it."""
        return Breaker(
            name=status.name,
            state=status.state,
            failures=status.failures,
            opened_at=status.opened_at,
            probe_at=status.probe_at,
        )
