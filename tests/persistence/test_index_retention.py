"""Which index versions keep their files, in the store and on a node's disk."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import Conflict, InvalidInput, Unavailable
from domain.indexing.manifest import FileEntry, Manifest, describe
from domain.indexing.retention import clean_up_embeddings, clean_up_indexes, tidy
from domain.indexing.version import IndexVersion
from domain.ports import UnitOfWorkFactory
from persistence.bootstrap import Resources
from persistence.objects import Objects

Made = Callable[..., Awaitable[IndexVersion]]


@pytest.fixture
def make(resources: Resources, tmp_path: Path) -> Made:
    """Make a READY version with real files, in the store and staged here."""

    async def make(content: str | None = None, *, state: str = "READY") -> IndexVersion:
        async with resources.unit_of_work() as work:
            version = await work.indexes.begin("fp")
            folder = tmp_path / f"build-{version.number}"
            folder.mkdir()
            (folder / "data").write_text(content or f"content {version.number}")
            name = manifest(folder).artefact_name
            await work.indexes.verifying(
                version.id, artefact=name, index_type="FLAT", passages=1, size=1
            )
            if state != "VERIFYING":
                await work.indexes.ready(version.id, {})
            if state == "REJECTED":
                await work.indexes.reject(version.id, "why")
            await work.commit()
        manifest(folder).write(folder)
        await resources.artefacts.put(name, folder)
        await resources.artefacts.fetch(name)
        async with resources.unit_of_work() as work:
            made = await work.indexes.get(version.id)
        assert made is not None
        return made

    return make


def manifest(folder: Path) -> Manifest:
    files: dict[str, FileEntry] = {"data": describe(folder / "data")}
    return Manifest("fp", 2, 1, "FLAT", {}, files, {}, datetime(2026, 1, 1, tzinfo=UTC))


async def activate(unit_of_work: UnitOfWorkFactory, *versions: IndexVersion) -> None:
    for each in versions:
        async with unit_of_work() as work:
            await work.indexes.activate(each.id)
            await work.commit()


def stored(resources: Resources, version: IndexVersion) -> bool:
    place = resources.settings.data_directory / "objects" / "artefacts" / str(version.artefact)
    return any(place.rglob("manifest.json"))


def staged(resources: Resources, version: IndexVersion) -> bool:
    return (resources.settings.data_directory / "staged" / str(version.artefact)).is_dir()


async def clean_up(resources: Resources, keep: int) -> list[int]:
    return await clean_up_indexes(
        keep, unit_of_work=resources.unit_of_work, artefacts=resources.artefacts
    )


async def test_the_newest_that_passed_are_kept_with_what_serves(
    resources: Resources, make: Made
) -> None:
    versions = [await make() for _ in range(6)]
    await activate(resources.unit_of_work, *versions)
    rejected = await make(state="REJECTED")

    assert await clean_up(resources, 3) == [1, 2, 3, rejected.number]

    assert [stored(resources, each) for each in versions] == [False] * 3 + [True] * 3
    assert [staged(resources, each) for each in versions] == [False] * 3 + [True] * 3
    assert not stored(resources, rejected)
    assert await clean_up(resources, 3) == []
    with pytest.raises(Conflict, match="were cleaned up"):
        await activate(resources.unit_of_work, versions[0])


async def test_the_active_version_and_the_one_before_are_kept_however_old(
    resources: Resources, make: Made
) -> None:
    versions = [await make() for _ in range(5)]
    await activate(resources.unit_of_work, versions[0], versions[1], versions[0])
    assert await clean_up(resources, 2) == [3]
    assert [stored(resources, each) for each in versions] == [True, True, False, True, True]


async def test_what_is_being_built_or_staged_is_kept(resources: Resources, make: Made) -> None:
    versions = [await make() for _ in range(5)]
    await activate(resources.unit_of_work, *versions[2:])
    async with resources.unit_of_work() as work:
        await work.indexes.stage(versions[0].id)
        await work.commit()
    proving = await make(state="VERIFYING")
    assert await clean_up(resources, 2) == [2, 3]
    assert stored(resources, versions[0])
    assert stored(resources, proving)


async def test_files_that_are_shared_go_with_the_last_that_has_them(
    resources: Resources, make: Made
) -> None:
    first, _, third, last = (
        await make("the same"),
        await make(),
        await make(),
        await make("the same"),
    )
    await activate(resources.unit_of_work, first, third, last)
    assert first.artefact == last.artefact
    assert await clean_up(resources, 2) == [1, 2]
    assert stored(resources, last)
    assert staged(resources, last)


async def test_what_a_failing_store_keeps_goes_with_the_next_cleaning(
    resources: Resources, make: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [await make() for _ in range(3)]
    await activate(resources.unit_of_work, *versions)
    with monkeypatch.context() as failing:
        failing.setattr(Objects, "delete", _fails)
        with pytest.raises(Unavailable):
            await clean_up(resources, 2)
    assert stored(resources, versions[0])
    assert await clean_up(resources, 2) == []
    assert not stored(resources, versions[0])


async def _fails(_: Objects, key: str) -> None:
    raise Unavailable(f"the object store fails: {key}")


async def test_nothing_is_deleted_while_a_build_may_find_it_in_the_store(
    resources: Resources, make: Made
) -> None:
    versions = [await make("the same"), await make(), await make()]
    await activate(resources.unit_of_work, *versions)
    async with resources.unit_of_work() as building:
        await building.indexes.hold_build_lock()
        assert await clean_up(resources, 2) == [1]
        assert stored(resources, versions[0])
    again = await make("the same")
    assert await clean_up(resources, 2) == []
    assert stored(resources, again)


async def test_a_node_lets_go_of_what_another_machine_cleaned_up(
    resources: Resources, make: Made
) -> None:
    old, new = await make(), await make()
    await activate(resources.unit_of_work, old, new)
    async with resources.unit_of_work() as work:  # on another machine
        await work.indexes.forget_artefact(old.id)
        await work.commit()

    await tidy(unit_of_work=resources.unit_of_work, artefacts=resources.artefacts)
    assert staged(resources, old), "what came within the hour may be of a version noted since"
    path = resources.settings.data_directory / "staged" / str(old.artefact)
    long_ago = time.time() - 7_200
    os.utime(path, (long_ago, long_ago))
    os.utime(path.with_name(str(new.artefact)), (long_ago, long_ago))
    await tidy(unit_of_work=resources.unit_of_work, artefacts=resources.artefacts)

    assert not staged(resources, old)
    assert staged(resources, new)


async def test_too_little_is_refused(resources: Resources) -> None:
    with pytest.raises(InvalidInput, match="at least 2 versions"):
        await clean_up(resources, 1)
    with pytest.raises(InvalidInput, match="fewer than 7 days"):
        await clean_up_embeddings(6, unit_of_work=resources.unit_of_work)
    assert await clean_up_embeddings(0, unit_of_work=resources.unit_of_work, force=True) == 0
