"""A record as it is kept: the very bytes that its link commits to, and what proves them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.advice.feedback.rating import AdviceRating
from domain.chain import Link, commitment


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One answer's record.

    `content` is two lines of JSON: an array of id, user id, conversation id, idempotency key, time (ISO
    8601, UTC) and scope; and the answer with its question, figures and passages. `link` adds it to the
    chain; None if it is missing, which is a fault. The rating is not part of what is proven.
    """

    id: UUID
    content: str
    salt: bytes
    link: Link | None
    rating: AdviceRating | None

    @property
    def intact(self) -> bool:
        """Whether salt and content are those that the link committed to."""
        link = self.link
        return link is not None and link.entry.commitment == commitment(
            self.salt, self.content.encode()
        )
