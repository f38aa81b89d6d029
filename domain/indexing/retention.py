"""Letting go of what no longer serves."""

from __future__ import annotations

from domain.errors import InvalidInput
from domain.ports import ArtefactStore, UnitOfWorkFactory

FEWEST_DAYS = 7


async def clean_up(
    older_than_days: int,
    *,
    unit_of_work: UnitOfWorkFactory,
    artefacts: ArtefactStore,
    force: bool = False,
) -> dict[str, int]:
    """Delete the files of old versions and the vectors that no passage needs; return how many.

    Raises `InvalidInput` for fewer than 7 days, unless forced.
    """
    if older_than_days < FEWEST_DAYS and not force:
        raise InvalidInput(f"fewer than {FEWEST_DAYS} days must be forced", field="olderThanDays")
    async with unit_of_work() as work:
        kept = {
            v.artefact for v in (await work.indexes.active(), await work.indexes.previous()) if v
        }
        retired = [v for v in await work.indexes.retired() if v.artefact not in kept]
    for version in retired:
        if version.artefact is not None:
            await artefacts.delete(version.artefact)
        async with unit_of_work() as work:
            await work.indexes.forget_artefact(version.id)
            await work.commit()
    async with unit_of_work() as work:
        orphans = await work.embeddings.delete_orphans(older_than_days)
        await work.commit()
    return {"versions": len(retired), "embeddings": orphans}
