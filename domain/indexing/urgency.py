"""How soon the index outgrows memory-mapped files on one node."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PASSAGES_LIMIT = 500_000
BYTES_LIMIT = 2 * 1024**3
PLAN_FROM = 70.0
ACT_ABOVE = 90.0


class Advice(StrEnum):
    """What an operator should do about the index's size."""

    NONE = "NONE"
    PLAN = "PLAN"
    ACT = "ACT"


@dataclass(frozen=True, slots=True)
class Urgency:
    """A score from 0 to 100 and what it calls for: planning from 70, acting above 90."""

    score: float
    advice: Advice


def urgency(passages: int, size: int) -> Urgency:
    """Return the urgency of a move to a larger index for so many passages and bytes."""
    score = min(100.0, 100 * max(passages / PASSAGES_LIMIT, size / BYTES_LIMIT))
    if score > ACT_ABOVE:
        return Urgency(score, Advice.ACT)
    return Urgency(score, Advice.PLAN if score >= PLAN_FROM else Advice.NONE)
