"""What is asked of the place where answers are recorded."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from domain.advice.advice import Advice
from domain.paging import Page, PageRequest


class AdviceRepository(Protocol):
    """Records of answers given; they are added and never changed."""

    async def add(self, advice: Advice, *, user_id: UUID, idempotency_key: str | None) -> None:
        """Record an answer. Raises `Conflict` if the user's key was used for another one meanwhile."""

    async def by_idempotency_key(self, user_id: UUID, key: str) -> Advice | None:
        """Return the answer recorded under a user's key."""

    async def get(self, advice_id: UUID, *, user_id: UUID) -> Advice | None:
        """Return one of the user's own records."""

    async def page(self, request: PageRequest, *, user_id: UUID) -> Page[Advice]:
        """Return the user's own records, newest first."""
