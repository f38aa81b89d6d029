"""Letting go of what no longer serves."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import InvalidInput
from domain.indexing.version import IndexState, IndexVersion
from domain.ports import ArtefactStore, UnitOfWork, UnitOfWorkFactory

FEWEST_DAYS = 7
FEWEST_VERSIONS = 2
"""The active version and the one before it are always kept."""


async def clean_up_embeddings(
    older_than_days: int, *, unit_of_work: UnitOfWorkFactory, force: bool = False
) -> int:
    """Delete the vectors that nothing needs and that are older than this; return how many.

    Raises `InvalidInput` for fewer than 7 days, unless forced.
    """
    if older_than_days < FEWEST_DAYS and not force:
        raise InvalidInput(f"fewer than {FEWEST_DAYS} days must be forced", field="olderThanDays")
    async with unit_of_work() as work:
        orphans = await work.embeddings.delete_orphans(older_than_days)
        await work.commit()
    return orphans


async def clean_up_indexes(
    keep: int, *, unit_of_work: UnitOfWorkFactory, artefacts: ArtefactStore
) -> list[int]:
    """Delete the files of old versions and return their numbers, oldest first.

    Kept are the versions that serve, served before, or are being staged; the newest `keep` of those that
    passed the gate; and what is still being built. Files that equal content shares go with the last.
    Nothing is ordered or activated while it is decided; files are deleted once nothing names them and
    nothing is being built, at the latest by a later cleaning. Raises `InvalidInput` for fewer than 2.
    """
    if keep < FEWEST_VERSIONS:
        raise InvalidInput(f"at least {FEWEST_VERSIONS} versions are kept", field="keep")
    async with unit_of_work() as work:
        await work.indexes.hold_active()
        gone = await _beyond(keep, work)
        for version in gone:
            await work.indexes.forget_artefact(version.id)
        await work.commit()
    await _delete_left(unit_of_work=unit_of_work, artefacts=artefacts)
    await tidy(unit_of_work=unit_of_work, artefacts=artefacts)
    return [version.number for version in gone]


async def _delete_left(*, unit_of_work: UnitOfWorkFactory, artefacts: ArtefactStore) -> None:
    """Delete the files that were let go of, this time or before, and that no version shares.

    What a deletion that is cut short leaves is still noted, for the next. Nothing is deleted while a
    build is alive, which may be about to find the same content in the store.
    """
    async with unit_of_work() as work:
        if not await work.indexes.try_build_lock():
            return
        leaving = await work.indexes.leaving()
        for name in leaving - await _named(work):
            await artefacts.delete(name)
        await work.indexes.left(leaving)
        await work.commit()


async def tidy(*, unit_of_work: UnitOfWorkFactory, artefacts: ArtefactStore) -> None:
    """Remove what lies on this machine's disk of versions whose files were let go of."""
    async with unit_of_work() as work:
        names = await _named(work)
    await artefacts.keep_staged(names)


async def _named(work: UnitOfWork) -> set[str]:
    """Return the names of the artefacts that versions have."""
    return {each.artefact for each in await work.indexes.with_artefacts() if each.artefact}


async def _beyond(keep: int, work: UnitOfWork) -> list[IndexVersion]:
    """Return the versions whose files are to go, oldest first."""
    needed = {each.id for each in await _needed(work)}
    building = {IndexState.BUILDING, IndexState.VERIFYING}
    there = [each for each in await work.indexes.with_artefacts() if each.state not in building]
    good = [each for each in there if each.state is not IndexState.REJECTED]
    needed |= {each.id for each in good[:keep]}
    return [each for each in reversed(there) if each.id not in needed]


async def _needed(work: UnitOfWork) -> Sequence[IndexVersion]:
    """Return the versions that serve, served before, are being staged, or are to serve next."""
    found = (
        await work.indexes.active(),
        await work.indexes.previous(),
        await work.indexes.to_stage(),
        await work.indexes.ordered(),
    )
    return [each for each in found if each is not None]
