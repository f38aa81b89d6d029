"""Cutting work into pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in order, `size` at a time, the last batch shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
