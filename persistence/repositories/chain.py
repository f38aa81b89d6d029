"""A hash chain in Postgres, for whatever table's rows it proves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, exists, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.chain import Entry, Link, Linked, LinkKind, follow
from persistence.repositories.arrays import among

_TAKE_TURN = text("select pg_advisory_xact_lock(hashtextextended('chain ' || :name, 0))")


class SqlChain:
    """Keeps `domain.chain.Chain`, and appends. The chain's name is that of its table.

    `rows` are what it proves, by their `id` and with their `salt`; `columns` are read with them, from
    which `content` makes what is committed to.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        links: Table,
        *,
        rows: Table,
        columns: Sequence[ColumnElement[Any]],
        content: Callable[[Row[Any]], bytes],
    ) -> None:
        self.name = links.name
        self._connection = connection
        self._links = links
        self._rows = rows
        self._columns = columns
        self._content = content

    async def take_turn(self) -> None:
        """Wait until no other transaction appends, and keep others waiting until this one ends.

        Rows are added and erased after this only: so whoever waits here holds no row that another
        wants, and nobody waits in a circle.
        """
        await self._connection.execute(_TAKE_TURN, {"name": self.name})

    async def append(self, entries: Sequence[Entry]) -> None:
        """Add a link for each entry, in their order. `take_turn` comes first."""
        links = follow(self.name, await self.head(), entries)
        if links:
            await self._connection.execute(insert(self._links), [_row(link) for link in links])

    async def head(self) -> Link | None:
        """Return the last link."""
        last = select(self._links).order_by(self._links.c.position.desc()).limit(1)
        row = (await self._connection.execute(last)).one_or_none()
        return _link(row) if row else None

    async def additions(self, subject_ids: Sequence[UUID]) -> list[Link]:
        """Return the links that add these rows, in order."""
        rows = await self._connection.execute(
            select(self._links)
            .where(among(self._links.c.subject_id, subject_ids), ~self._links.c.erases)
            .order_by(self._links.c.position)
        )
        return [_link(row) for row in rows]

    async def linked(self, *, after: int, limit: int) -> list[Linked]:
        """Return the links after a position in order, `limit` at most, each as it is with its row now.

        All is read in one statement: a row may be erased at any moment, between two of them as well.
        """
        links, rows, other = self._links, self._rows, self._links.alias("other")
        found = await self._connection.execute(
            select(
                links,
                *(column.label(f"other_{column.name}") for column in other.c),
                rows.c.salt,
                *self._columns,
            )
            .outerjoin(
                other,
                (other.c.subject_id == links.c.subject_id) & (other.c.erases != links.c.erases),
            )
            .outerjoin(rows, rows.c.id == links.c.subject_id)
            .where(links.c.position > after)
            .order_by(links.c.position)
            .limit(limit)
        )
        return [self._linked(row) for row in found]

    def _linked(self, row: Row[Any]) -> Linked:
        return Linked(
            _link(row),
            salt=row.salt,
            content=None if row.salt is None else self._content(row),
            counterpart=None if row.other_position is None else _link(row, "other_"),
        )

    async def unlinked(self) -> UUID | None:
        """Return the id of a row that no link adds, None if there is none."""
        link = select(self._links.c.position).where(
            self._links.c.subject_id == self._rows.c.id, ~self._links.c.erases
        )
        found = await self._connection.execute(
            select(self._rows.c.id).where(~exists(link)).limit(1)
        )
        return found.scalar_one_or_none()


def _row(link: Link) -> dict[str, Any]:
    return {
        "position": link.position,
        "subject_id": link.entry.subject_id,
        "erases": link.entry.kind is LinkKind.ERASED,
        "commitment": link.entry.commitment,
        "digest": link.digest,
    }


def _link(row: Row[Any], prefix: str = "") -> Link:
    column = row._mapping
    kind = LinkKind.ERASED if column[f"{prefix}erases"] else LinkKind.ADDED
    entry = Entry(kind, column[f"{prefix}subject_id"], column[f"{prefix}commitment"])
    return Link(column[f"{prefix}position"], entry, column[f"{prefix}digest"])
