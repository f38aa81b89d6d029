"""Pages of lists, as Relay's connection specification has them."""

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import strawberry

from domain.errors import InvalidInput
from domain.paging import LARGEST_PAGE, Page, PageRequest
from graph.types.fields import computed
from graph.types.node import opaque, reveal
from graph.types.scalars import Cursor

T = TypeVar("T")
D = TypeVar("D")

First = Annotated[
    int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}; newest first.")
]
OldestFirst = Annotated[
    int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}; oldest first.")
]
After = Annotated[
    Cursor | None,
    strawberry.argument(description="Those after this one: `pageInfo.endCursor` of the last page."),
]


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool = strawberry.field(description="Whether more follow after this page.")
    has_previous_page: bool = strawberry.field(description="Whether this is not the first page.")
    start_cursor: Cursor | None = strawberry.field(
        description="The cursor of the first item; null if the page is empty."
    )
    end_cursor: Cursor | None = strawberry.field(
        description="The cursor of the last item, to hand in as `after`; null if the page is empty."
    )


@strawberry.type(description="An item of a list, with its position.")
class Edge(Generic[T]):
    """An item of a list, with its position."""

    node: T = strawberry.field(description="The item.")
    cursor: Cursor = strawberry.field(description="Its position in the list.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """A page of a list."""

    edges: list[Edge[T]] = strawberry.field(description="The items with their positions.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")

    @computed("The items alone.")
    def nodes(self) -> list[T]:
        """Return the items alone."""
        return [edge.node for edge in self.edges]


def page_request(first: int, after: Cursor | None) -> PageRequest:
    """Return what a repository is asked for. Raises `InvalidInput` naming the argument."""
    return PageRequest(first, None if after is None else _position(after))


def connection(
    page: Page[D], request: PageRequest, convert: Callable[[D], T], key: Callable[[D], UUID]
) -> Connection[T]:
    """Return a page as clients see it."""
    edges = [Edge(node=convert(item), cursor=_cursor(key(item))) for item in page.items]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=request.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def event_cursor(position: int) -> Cursor:
    """Return the cursor of a position in the stream of events."""
    return Cursor(opaque(f"event:{position}"))


def event_position(cursor: Cursor | None) -> int | None:
    """Undo `event_cursor`. Raises `InvalidInput` for a cursor of something else."""
    if cursor is None:
        return None
    kind, _, position = reveal(cursor, "after").partition(":")
    if kind != "event" or not (position.isascii() and position.isdigit() and len(position) <= 18):
        raise InvalidInput("this is not a cursor of events", field="after")
    return int(position)


def _cursor(identifier: UUID) -> Cursor:
    return Cursor(opaque(f"item:{identifier}"))


def _position(cursor: Cursor) -> UUID:
    kind, _, identifier = reveal(cursor, "after").partition(":")
    try:
        if kind == "item":
            return UUID(identifier)
    except ValueError:
        pass
    raise InvalidInput("this is not a cursor of a list", field="after")
