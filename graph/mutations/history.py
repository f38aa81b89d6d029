"""Rating and erasing one's own answers."""

from typing import Annotated

import strawberry

from domain.advice.feedback import rate
from domain.advice.feedback.rating import Rating
from domain.advice.recording.erase import erase_own_advice
from graph.context import Info
from graph.errors import argument
from graph.permissions import root_field
from graph.types.advice import AdviceRating
from graph.types.history import (
    EraseMyAdviceInput,
    EraseMyAdviceResult,
    EraseMyAdviceSuccess,
    RateAdviceResult,
    RateAdviceSuccess,
)
from graph.types.node import uuid_of


@strawberry.type
class HistoryMutations:
    """Rating and erasing one's own answers."""

    @root_field(
        "Say whether an answer of yours helped. Said again, it takes the place of what was said before."
    )
    async def rate_advice(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the argument's public name
            strawberry.ID, strawberry.argument(description="The answer's id.")
        ],
        rating: Annotated[Rating, strawberry.argument(description="Whether it helped.")],
        comment: Annotated[
            str, strawberry.argument(description="Why, in 2,000 characters at most.")
        ] = "",
    ) -> RateAdviceResult:
        """Rate an answer."""
        given = await rate.rate_advice(
            uuid_of("Advice", id),
            rating,
            comment,
            info.context.principal,
            unit_of_work=info.context.unit_of_work,
            clock=info.context.services.clock,
        )
        return RateAdviceSuccess(rating=AdviceRating.of(given))

    @root_field(
        "Erase answers of yours for good: question, figures, quoted passages, rating and salt. What stays is "
        "a hash that tells nothing and proves that nothing else was changed. It may be repeated."
    )
    async def erase_my_advice(
        self,
        info: Info,
        input: Annotated[  # noqa: A002  # the argument's public name
            EraseMyAdviceInput, strawberry.argument(description="What is to be erased.")
        ],
    ) -> EraseMyAdviceResult:
        """Erase the caller's own answers."""
        with argument("input"):
            erasure = input.erasure()
        erased = await erase_own_advice(
            erasure, info.context.principal, unit_of_work=info.context.unit_of_work
        )
        return EraseMyAdviceSuccess(erased=erased)
