"""What all tables share: names of constraints that migrations can count on, and column types."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, DateTime, MetaData, Uuid, func

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Moment = DateTime(timezone=True)


def identifier() -> Column[Any]:
    """Return the primary key of rows made by `domain.identifiers.new_id`, which sort by age."""
    return Column("id", Uuid, primary_key=True)


def written_at(name: str = "created_at") -> Column[Any]:
    """Return a time that Postgres's own clock fills in."""
    return Column(name, Moment, nullable=False, server_default=func.now())
