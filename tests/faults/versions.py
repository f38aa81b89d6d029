"""What faults of the index look at: its versions, and who serves which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from domain.indexing.version import IndexState, IndexVersion
from domain.jobs.task import Task, TaskState
from tests.faults.site import Site, until

TASK_SECONDS = 90.0


@contextmanager
def store_away(site: Site) -> Iterator[None]:
    """Have every use of the artefacts fail for the length of the block (for root, too: a link to itself)."""
    artefacts = site.parts.place / "objects" / "artefacts"
    hidden = artefacts.rename(artefacts.with_name("hidden"))
    artefacts.symlink_to(artefacts.name)
    try:
        yield
    finally:
        artefacts.unlink()
        hidden.rename(artefacts)


async def active_version(site: Site) -> IndexVersion:
    """Return the version that serves; assert that there is one, and no other says that it does."""
    async with site.resources.unit_of_work() as work:
        active = await work.indexes.active()
    assert active is not None
    assert active.state is IndexState.ACTIVE
    assert await in_state(site, IndexState.ACTIVE) == [active.number]
    return active


async def in_state(site: Site, *states: IndexState) -> list[int]:
    """Return the numbers of the versions in these states, oldest first."""
    statement = text("select number from index_versions where state = any(:states) order by number")
    async with site.engine.connect() as connection:
        found = await connection.execute(statement, {"states": [state.value for state in states]})
        return list(found.scalars())


async def previous_version(site: Site) -> IndexVersion:
    """Return the version that served before."""
    async with site.resources.unit_of_work() as work:
        previous = await work.indexes.previous()
    assert previous is not None
    return previous


async def serves(site: Site, number: int) -> None:
    """Return once every node searches this version."""

    async def there() -> bool:
        active = await active_version(site)
        async with site.resources.unit_of_work() as work:
            rollout = await work.indexes.rollout(active.id)
        return active.number == number and rollout.nodes == rollout.active > 0

    await until(there, TASK_SECONDS)


async def tried(site: Site, task_id: UUID) -> Task:
    """Return a task once an attempt at it has ended, well or badly."""

    async def over() -> bool:
        task = await read(site, task_id)
        return task.state.is_terminal or task.state is TaskState.RETRY

    await until(over, TASK_SECONDS)
    return await read(site, task_id)


async def read(site: Site, task_id: UUID) -> Task:
    """Return a task as it stands."""
    async with site.resources.unit_of_work() as work:
        task = await work.tasks.get(task_id)
    assert task is not None
    return task


def kept(site: Site, version: IndexVersion) -> Path:
    """Return the folder of a version's files in the object store."""
    assert version.artefact is not None
    return site.parts.place / "objects" / "artefacts" / version.artefact


def staged(site: Site, version: IndexVersion) -> Path:
    """Return the folder of a version's files as nodes open them."""
    assert version.artefact is not None
    return site.parts.place / "staged" / version.artefact
