"""Records of answers in Postgres, each as one JSON document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, Select, Text, cast, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.advice.advice import Advice
from domain.errors import Conflict
from domain.paging import Page, PageRequest
from persistence.repositories.pages import cut, one_more
from persistence.tables import advice as records


class _Record(BaseModel):
    """The JSON form: decimals and bytes as strings, so that what is read equals what was written."""

    model_config = ConfigDict(ser_json_bytes="hex", val_json_bytes="hex")

    advice: Advice


class SqlAdviceRepository:
    """Keeps `domain.advice.repository.AdviceRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, advice: Advice, *, user_id: UUID, idempotency_key: str | None) -> None:
        """Record an answer. Raises `Conflict` if the user's key was used for another one meanwhile."""
        record = cast(literal(_Record(advice=advice).model_dump_json(), Text), JSONB)
        added = await self._connection.execute(
            upsert(records)
            .values(
                id=advice.id,
                user_id=user_id,
                idempotency_key=idempotency_key,
                record=record,
                created_at=advice.created_at,
            )
            .on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"])
        )
        if not added.rowcount:
            raise Conflict("this idempotency key was used for another answer")

    async def by_idempotency_key(self, user_id: UUID, key: str) -> Advice | None:
        """Return the answer recorded under a user's key."""
        return await self._one(
            _shown().where(records.c.user_id == user_id, records.c.idempotency_key == key)
        )

    async def get(self, advice_id: UUID, *, user_id: UUID) -> Advice | None:
        """Return one of the user's own records."""
        return await self._one(
            _shown().where(records.c.id == advice_id, records.c.user_id == user_id)
        )

    async def _one(self, statement: Select[Any]) -> Advice | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return _advice(row) if row else None

    async def page(self, request: PageRequest, *, user_id: UUID) -> Page[Advice]:
        """Return the user's own records, newest first."""
        statement = one_more(_shown().where(records.c.user_id == user_id), request, records.c.id)
        return cut([_advice(row) for row in await self._connection.execute(statement)], request)


def _shown() -> Select[Any]:
    return select(cast(records.c.record, Text).label("record"))


def _advice(row: Row[Any]) -> Advice:
    return _Record.model_validate_json(row.record).advice
