"""A number of a question as the fact that it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Value = Decimal | int


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as it stands in a question, and the fact it is; `told` if words beside it say so.

    `joined` if it is the end of a range or of an alternative: the other end is the mention before.
    """

    fact: str
    value: Value
    start: int
    end: int
    told: bool
    joined: bool = False
