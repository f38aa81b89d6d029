"""Circuit breakers."""

import strawberry

from graph.context import Info
from graph.permissions import root_field
from graph.types.breaker import Breaker


@strawberry.type
class BreakerQueries:
    """Queries about breakers."""

    @root_field("What the API process that answers this may have stopped asking for a while.")
    async def breakers(self, info: Info) -> list[Breaker]:
        """Return each breaker of this process."""
        return [Breaker.of(each.status()) for each in info.context.services.breakers]
