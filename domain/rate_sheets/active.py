"""Which sheet holds now: the newest that was published, and until there is one the sample."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.ports import UnitOfWorkFactory
from domain.rate_sheets.samples import samples
from domain.rate_sheets.sheet import PRODUCTS, FiledSheet, Product


@dataclass(frozen=True, slots=True)
class RateSheets:
    """The sheets on file; `with_samples` says whether a product without a published one has its sample."""

    unit_of_work: UnitOfWorkFactory
    with_samples: bool = True

    async def active(self, product: Product, *, on: date) -> FiledSheet | None:
        """Return the sheet in effect for a product on a day, None if there is none."""
        async with self.unit_of_work() as work:
            published = await work.rate_sheets.newest(product, on=on)
        if published is not None:
            return published
        sample = samples().get(product) if self.with_samples else None
        return sample if sample is not None and sample.sheet.effective_from <= on else None

    async def all_active(self, *, on: date) -> list[FiledSheet]:
        """Return the sheets in effect on a day, product by product."""
        found = [await self.active(product, on=on) for product in PRODUCTS]
        return [each for each in found if each is not None]

    async def get(self, sheet_id: UUID) -> FiledSheet | None:
        """Return a sheet on file, in effect or not."""
        sample = next((each for each in samples().values() if each.id == sheet_id), None)
        if sample is not None:
            return sample
        async with self.unit_of_work() as work:
            return await work.rate_sheets.get(sheet_id)
