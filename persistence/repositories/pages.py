"""Pages: one row more than asked for is read, to know whether another page follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select

from domain.paging import Page, PageRequest

T = TypeVar("T")


def one_more(statement: Select[Any], request: PageRequest, key: ColumnElement[Any]) -> Select[Any]:
    """Return the statement for a page, newest first, with the row that tells of the next one."""
    if request.after is not None:
        statement = statement.where(key < request.after)
    return statement.order_by(key.desc()).limit(request.first + 1)


def one_more_oldest_first(
    statement: Select[Any], request: PageRequest, key: ColumnElement[Any]
) -> Select[Any]:
    """Return the statement for a page in the other direction."""
    if request.after is not None:
        statement = statement.where(key > request.after)
    return statement.order_by(key).limit(request.first + 1)


def cut(items: Sequence[T], request: PageRequest) -> Page[T]:
    """Return the page without the row that only told of the next one."""
    return Page(tuple(items[: request.first]), len(items) > request.first)
