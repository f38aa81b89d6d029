"""Finding rows by the end of their ids, which people type in place of the whole."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Column, Select, Text, cast, func, select

ENOUGH = 2
"""As many as show that an ending is not of one row alone."""


def ids_ending(column: Column[UUID], digits: str) -> Select[UUID]:
    """Return the statement for up to two ids that end in these hexadecimal digits."""
    written = func.replace(cast(column, Text), "-", "")
    return select(column).where(func.right(written, len(digits)) == digits).limit(ENOUGH)
