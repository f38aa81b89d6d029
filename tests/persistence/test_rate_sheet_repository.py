"""Published rate sheets: what was published stays as it was, and the newest in effect is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from domain.access import ROLE_PERMISSIONS, Principal, Role
from domain.advice.request import LoanPurpose, RateType
from domain.errors import BadRateSheet, Forbidden
from domain.identifiers import new_id
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory
from domain.rate_sheets.active import RateSheets
from domain.rate_sheets.publish import Publication, publish_rate_sheet
from domain.rate_sheets.row import RateRow
from domain.rate_sheets.samples import samples
from domain.rate_sheets.sheet import FiledSheet, Product, RateSheet

AUTO = Product(LoanPurpose.AUTO)
SHEET = RateSheet(
    "Northern Bank",
    AUTO,
    date(2026, 11, 1),
    (
        RateRow(1, 60, Decimal("6.10"), Decimal("0.5"), 700, 850, None, Decimal("80.01")),
        RateRow(61, 72, Decimal(7)),
    ),
)


def principal(role: Role) -> Principal:
    return Principal(uuid4(), role, ROLE_PERMISSIONS[role], "t", datetime.now(UTC))


ADMIN = principal(Role.ADMIN)


async def publish(store: UnitOfWorkFactory, sheet: RateSheet) -> Publication:
    return await publish_rate_sheet(sheet, ADMIN, unit_of_work=store)


async def newest(store: UnitOfWorkFactory, on: date) -> FiledSheet | None:
    async with store() as work:
        return await work.rate_sheets.newest(AUTO, on=on)


async def test_a_sheet_comes_back_as_it_was_published(unit_of_work: UnitOfWorkFactory) -> None:
    filed = (await publish(unit_of_work, SHEET)).filed
    async with unit_of_work() as work:
        found = await work.rate_sheets.get(filed.id)
        assert await work.rate_sheets.get(new_id()) is None
    assert found == filed
    assert found.sheet == SHEET
    assert str(found.sheet.rows[0].rate) == "6.10"
    assert found.published_by == ADMIN.user_id
    assert found.published_at is not None
    assert abs((datetime.now(UTC) - found.published_at).total_seconds()) < 60
    assert not found.sample


async def test_the_newest_in_effect_is_that_of_the_latest_day_then_of_the_last_publication(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    later = await publish(unit_of_work, replace(SHEET, effective_from=date(2026, 12, 1)))
    earlier = await publish(unit_of_work, SHEET)
    for other in (Product(LoanPurpose.MORTGAGE), Product(LoanPurpose.AUTO, RateType.ADJUSTABLE)):
        await publish(unit_of_work, replace(SHEET, product=other))
    assert await newest(unit_of_work, date(2026, 10, 31)) is None
    assert await newest(unit_of_work, date(2026, 11, 1)) == earlier.filed
    assert await newest(unit_of_work, date(2026, 11, 30)) == earlier.filed
    assert await newest(unit_of_work, date(2027, 1, 1)) == later.filed
    corrected = await publish(unit_of_work, replace(SHEET, name="Northern Bank, corrected"))
    assert await newest(unit_of_work, date(2026, 11, 1)) == corrected.filed
    assert await newest(unit_of_work, date(2027, 1, 1)) == later.filed


async def test_the_very_same_sheet_is_not_kept_twice_but_may_come_back(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    first = await publish(unit_of_work, SHEET)
    again = await publish(unit_of_work, SHEET)
    assert (first.created, again.created) == (True, False)
    assert again.filed == first.filed
    await publish(unit_of_work, replace(SHEET, name="Another"))
    back = await publish(unit_of_work, SHEET)
    assert back.created
    assert await newest(unit_of_work, SHEET.effective_from) == back.filed
    async with unit_of_work() as work:
        page = await work.rate_sheets.page(PageRequest(first=2))
        rest = await work.rate_sheets.page(PageRequest(first=2, after=page.items[-1].id))
    assert [each.sheet.name for each in page.items] == ["Northern Bank", "Another"]
    assert page.has_next
    assert rest.items == (first.filed,)
    assert not rest.has_next


async def test_who_may_not_publish_and_what_is_not_sound_leave_nothing(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    for role in (Role.USER, Role.FINANCIAL_ADVISOR):
        with pytest.raises(Forbidden, match="admin:index:manage"):
            await publish_rate_sheet(SHEET, principal(role), unit_of_work=unit_of_work)
    with pytest.raises(BadRateSheet, match="row 2: it overlaps row 1"):
        await publish(unit_of_work, replace(SHEET, rows=SHEET.rows[:1] * 2))
    async with unit_of_work() as work:
        assert not (await work.rate_sheets.page(PageRequest())).items


async def test_the_sample_holds_until_a_sheet_is_in_effect_unless_it_is_switched_off(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    sheets, without = RateSheets(unit_of_work), RateSheets(unit_of_work, with_samples=False)
    before, after = date(2026, 10, 31), SHEET.effective_from
    sample = samples()[AUTO]
    filed = (await publish(unit_of_work, SHEET)).filed
    assert await sheets.active(AUTO, on=before) == sample
    assert await sheets.active(AUTO, on=after) == filed
    assert await without.active(AUTO, on=before) is None
    assert await without.active(AUTO, on=after) == filed
    assert await sheets.active(AUTO, on=date(2025, 12, 31)) is None  # before the sample's own day
    assert await sheets.active(Product(LoanPurpose.AUTO, RateType.ADJUSTABLE), on=after) is None
    assert await without.all_active(on=after) == [filed]
    assert len(await sheets.all_active(on=after)) == len(LoanPurpose)
    assert await sheets.get(filed.id) == filed
    assert await without.get(sample.id) == sample  # records may refer to it
