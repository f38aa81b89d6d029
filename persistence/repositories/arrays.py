"""Many values as one parameter, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, literal


def among(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Return the condition that the column has one of the values."""
    return column == any_(literal(list(values), ARRAY(column.type)))
