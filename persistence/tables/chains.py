"""Hash chains: one table each, of links that are never changed and never go."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Table, UniqueConstraint, Uuid

from persistence.tables.metadata import metadata


def chain_table(name: str) -> Table:
    """Return the table of a chain's links. `domain.chain` says what the columns hold.

    No foreign key leads to the row that a link is about: that may be erased.
    """
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("subject_id", Uuid, nullable=False),
        Column("erases", Boolean, nullable=False),
        Column("commitment", LargeBinary, nullable=False),
        Column("digest", LargeBinary, nullable=False),
        UniqueConstraint("subject_id", "erases"),
    )
