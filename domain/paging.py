"""Pages cut by position in an order, never by offset: nothing is skipped or repeated while rows arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from domain.errors import InvalidInput

T = TypeVar("T")

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The `first` items after the one with id `after` (newest first), 1 to 100 of them."""

    first: int = 20
    after: UUID | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first <= LARGEST_PAGE:
            raise InvalidInput(f"first must be from 1 to {LARGEST_PAGE}", field="first")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items in order, and whether more follow."""

    items: Sequence[T]
    has_next: bool
