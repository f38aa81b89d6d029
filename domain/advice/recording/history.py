"""The answers given so far: what to look for among them, and the conversations they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.advice.feedback.rating import Rating
from domain.errors import InvalidInput

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which answers to list: those for which all that is given holds.

    `since` is part of the span, `until` is not. `words` are looked for in the question, all of them,
    whatever their endings; very common ones ("the") do not count.
    """

    since: datetime | None = None
    until: datetime | None = None
    conversation_id: UUID | None = None
    in_scope: bool | None = None
    rating: Rating | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        for name, moment in (("since", self.since), ("until", self.until)):
            if moment is not None and moment.tzinfo is None:
                raise InvalidInput("say the offset from UTC, such as Z", field=name)
        if self.words is not None and not 1 <= len(self.words.strip()) <= LONGEST_SEARCH:
            raise InvalidInput(f"give 1 to {LONGEST_SEARCH} characters", field="words")


EVERYTHING = HistoryFilter()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions that belong together. It begins with its first answer and ends when its last is erased."""

    id: UUID
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased: one answer, one conversation, or, with neither, everything."""

    advice_id: UUID | None = None
    conversation_id: UUID | None = None


ALL_OF_IT = Erasure()
