"""What people thought of an answer: whether it helped, and why.

One word each way: a helpful answer's question and the passages it cites can become a golden question, one
that did not help shows where to look. A scale would have to be cut in two for either use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Rating(StrEnum):
    """Whether an answer helped."""

    HELPFUL = "HELPFUL"
    NOT_HELPFUL = "NOT_HELPFUL"


@dataclass(frozen=True, slots=True)
class AdviceRating:
    """What its asker thought of an answer. `comment` is empty if there is none."""

    rating: Rating
    comment: str
    rated_at: datetime
