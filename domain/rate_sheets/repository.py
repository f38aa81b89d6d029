"""What is asked of the place where rate sheets are kept."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from domain.paging import Page, PageRequest
from domain.rate_sheets.sheet import FiledSheet, Product, RateSheet


class RateSheetRepository(Protocol):
    """Published rate sheets. They are added, never changed: records of answers refer to them."""

    async def add(self, sheet: RateSheet, *, published_by: UUID) -> FiledSheet:
        """Keep a sheet as published now."""

    async def get(self, sheet_id: UUID) -> FiledSheet | None:
        """Return a sheet."""

    async def page(self, request: PageRequest) -> Page[FiledSheet]:
        """Return sheets of all products, the last published first."""

    async def newest(self, product: Product, *, on: date) -> FiledSheet | None:
        """Return the sheet of a product that is in effect on a day: that of the latest day until then.

        Of several for the same day it is the last published.
        """
