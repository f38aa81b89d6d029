"""Published rate sheets in Postgres."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.advice.request import LoanPurpose, RateType
from domain.identifiers import new_id
from domain.paging import Page, PageRequest
from domain.rate_sheets.row import RateRow
from domain.rate_sheets.sheet import FiledSheet, Product, RateSheet
from persistence.repositories.pages import cut, one_more
from persistence.tables import rate_sheets

_ROWS = TypeAdapter(tuple[RateRow, ...])
"""The JSON form of rows: decimals as strings, so that what is read equals what was written."""


class SqlRateSheetRepository:
    """Keeps `domain.rate_sheets.repository.RateSheetRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, sheet: RateSheet, *, published_by: UUID) -> FiledSheet:
        """Keep a sheet as published now."""
        added = await self._connection.execute(
            insert(rate_sheets)
            .values(
                id=new_id(),
                name=sheet.name,
                purpose=sheet.product.purpose,
                rate_type=sheet.product.rate_type,
                effective_from=sheet.effective_from,
                rows=_ROWS.dump_python(sheet.rows, mode="json"),
                published_by=published_by,
            )
            .returning(rate_sheets)
        )
        return _filed(added.one())

    async def get(self, sheet_id: UUID) -> FiledSheet | None:
        """Return a sheet."""
        found = await self._connection.execute(
            select(rate_sheets).where(rate_sheets.c.id == sheet_id)
        )
        row = found.one_or_none()
        return None if row is None else _filed(row)

    async def page(self, request: PageRequest) -> Page[FiledSheet]:
        """Return sheets of all products, the last published first."""
        statement = one_more(select(rate_sheets), request, rate_sheets.c.id)
        return cut([_filed(row) for row in await self._connection.execute(statement)], request)

    async def newest(self, product: Product, *, on: date) -> FiledSheet | None:
        """Return the sheet of a product that is in effect on a day: that of the latest day until then.

        Of several for the same day it is the last published.
        """
        found = await self._connection.execute(
            select(rate_sheets)
            .where(
                rate_sheets.c.purpose == product.purpose,
                rate_sheets.c.rate_type == product.rate_type,
                rate_sheets.c.effective_from <= on,
            )
            .order_by(
                rate_sheets.c.effective_from.desc(),
                rate_sheets.c.published_at.desc(),
                rate_sheets.c.id.desc(),
            )
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else _filed(row)


def _filed(row: Row[Any]) -> FiledSheet:
    sheet = RateSheet(
        name=row.name,
        product=Product(LoanPurpose(row.purpose), RateType(row.rate_type)),
        effective_from=row.effective_from,
        rows=_ROWS.validate_python(row.rows),
    )
    return FiledSheet(row.id, sheet, row.published_at, row.published_by)
