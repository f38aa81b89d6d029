"""Handing out all that is kept of a user's answers, in the very form in which it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from domain.advice.recording.record import KeptRecord
from domain.paging import LARGEST_PAGE, PageRequest
from domain.ports import UnitOfWorkFactory


async def export_advice(
    user_id: UUID, *, unit_of_work: UnitOfWorkFactory
) -> AsyncIterator[KeptRecord]:
    """Yield a user's records, newest first, holding one page in memory."""
    request = PageRequest(LARGEST_PAGE)
    while True:
        async with unit_of_work() as work:
            page = await work.advice.kept_page(request, user_id=user_id)
        for record in page.items:
            yield record
        if not page.has_next:
            return
        request = PageRequest(LARGEST_PAGE, page.items[-1].id)
