"""What is asked of the place where answers are recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.advice.advice import Advice
from domain.advice.feedback.rating import AdviceRating
from domain.advice.recording.history import Conversation, Erasure, HistoryFilter
from domain.advice.recording.record import KeptRecord
from domain.chain import Chain
from domain.errors import Conflict
from domain.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class NewRecord:
    """An answer to be recorded, whose it is, and the key it may be asked for again by."""

    advice: Advice
    user_id: UUID
    idempotency_key: str | None


class AdviceRepository(Protocol):
    """Records of answers given. They are added, never changed, and erased if their owner wants it.

    Each is added to, and erased from, the chain in the same transaction. Transactions that do either take
    turns, from the call to the commit.
    """

    @property
    def chain(self) -> Chain:
        """The links of all records there ever were."""

    async def add(self, records: Sequence[NewRecord]) -> Mapping[UUID, Conflict]:
        """Record answers, in this order; conversations begin with their first.

        Returns those that were not, by id: the user's key was used for another one. The others are
        recorded all the same.
        """

    async def by_idempotency_key(self, user_id: UUID, key: str) -> Advice | None:
        """Return the answer recorded under a user's key."""

    async def get(self, advice_id: UUID, *, user_id: UUID) -> Advice | None:
        """Return one of the user's own records."""

    async def page(
        self, request: PageRequest, *, user_id: UUID, matching: HistoryFilter
    ) -> Page[Advice]:
        """Return the user's own records that match, newest first."""

    async def kept(self, advice_ids: Sequence[UUID], *, user_id: UUID) -> Mapping[UUID, KeptRecord]:
        """Return those of the records that are the user's own, as they are kept, with what proves them."""

    async def kept_page(self, request: PageRequest, *, user_id: UUID) -> Page[KeptRecord]:
        """Return all that is kept of the user's answers, newest first."""

    async def erase(self, erasure: Erasure, *, user_id: UUID, limit: int) -> int:
        """Erase up to `limit` of the user's own records with all that hangs on them; return how many.

        A conversation whose last answer is erased goes with it.
        """

    async def rate(self, advice_id: UUID, rating: AdviceRating, *, user_id: UUID) -> bool:
        """Put a rating in place of the one before; whether the user has such an answer."""

    async def ratings(self, advice_ids: Sequence[UUID]) -> Mapping[UUID, AdviceRating]:
        """Return the ratings of those answers that have one."""

    async def conversation(self, conversation_id: UUID, *, user_id: UUID) -> Conversation | None:
        """Return one of the user's own conversations."""

    async def conversations(self, request: PageRequest, *, user_id: UUID) -> Page[Conversation]:
        """Return the user's own conversations, the one that began last first."""

    async def answers(
        self, conversation_id: UUID, request: PageRequest, *, user_id: UUID
    ) -> Page[Advice]:
        """Return the answers of one of the user's own conversations, oldest first."""

    async def latest(self, conversation_id: UUID, *, user_id: UUID) -> Advice | None:
        """Return the latest answer of one of the user's own conversations, None if there is none such."""
