"""Publishing a rate sheet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from domain.access import Permission, Principal
from domain.ports import UnitOfWorkFactory
from domain.rate_sheets.checks import require_sound
from domain.rate_sheets.sheet import FiledSheet, RateSheet


@dataclass(frozen=True, slots=True)
class Publication:
    """A published sheet; `created` is false if the very same one held already."""

    filed: FiledSheet
    created: bool


async def publish_rate_sheet(
    sheet: RateSheet, principal: Principal, *, unit_of_work: UnitOfWorkFactory
) -> Publication:
    """Publish a sheet: from its day on, answers take rates from it. Older ones stay on file.

    For one product and day the last published counts, so that a mistake can be corrected. Published
    again as it is, it is not kept twice. Raises `Forbidden`; `BadRateSheet` with all that is wrong.
    """
    principal.require(Permission.INDEX_MANAGE)
    await asyncio.to_thread(require_sound, sheet)  # a tenth of a second for the largest
    async with unit_of_work() as work:
        newest = await work.rate_sheets.newest(sheet.product, on=sheet.effective_from)
        if newest is not None and newest.sheet == sheet:
            return Publication(newest, created=False)
        filed = await work.rate_sheets.add(sheet, published_by=principal.user_id)
        await work.commit()
    return Publication(filed, created=True)
