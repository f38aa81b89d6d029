import asyncio
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import obstore
import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore

from domain.errors import CorruptArtefact, NotFound
from domain.indexing.manifest import FileEntry, Manifest
from persistence.artefacts import ObjectArtefactStore
from persistence.objects import open_objects
from tests.persistence.guarded import guarded

FILES = {"vectors.npy": os.urandom(3_000_000), "passages.json": b"[]", "empty": b""}


@pytest.fixture(params=["directory", "memory"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "memory":
        return MemoryStore()
    return open_objects(None, tmp_path / "data with spaces")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A complete artefact, as a build leaves it."""
    folder = tmp_path / "built"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    manifest = Manifest(
        encoder_fingerprint="fp",
        dimension=3,
        passages=1,
        index_type="Flat",
        parameters={},
        files={n: FileEntry(len(c), sha256(c).hexdigest()) for n, c in FILES.items()},
        libraries={},
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    manifest.write(folder)
    (folder / "left over").write_bytes(b"not in the manifest")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def names(objects: ObjectStore) -> list[str]:
    return sorted(meta["path"] for meta in await obstore.list(objects).collect_async())


async def test_what_was_put_is_fetched(objects: ObjectStore, built: Path, tmp_path: Path) -> None:
    store = ObjectArtefactStore(guarded(objects), tmp_path / "staged")
    told: list[tuple[int, int]] = []
    await store.put("index-1", built)
    folder = await store.fetch("index-1", lambda done, total: told.append((done, total)))
    expected = contents(built)
    del expected["left over"]
    assert contents(folder) == expected
    total = sum(map(len, expected.values()))
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert [path.name for path in folder.parent.iterdir()] == ["index-1"]


async def test_what_is_staged_is_not_downloaded_again(built: Path, tmp_path: Path) -> None:
    objects = MemoryStore()
    store = ObjectArtefactStore(guarded(objects), tmp_path / "staged")
    await store.put("index-1", built)
    first = await store.fetch("index-1")
    await obstore.delete_async(objects, await names(objects))
    assert await store.fetch("index-1") == first


async def test_a_damaged_copy_is_replaced(built: Path, tmp_path: Path) -> None:
    store = ObjectArtefactStore(guarded(MemoryStore()), tmp_path / "staged")
    await store.put("index-1", built)
    folder = await store.fetch("index-1")
    (folder / "vectors.npy").write_bytes(b"short")
    again = await store.fetch("index-1")
    assert (again / "vectors.npy").read_bytes() == FILES["vectors.npy"]


async def test_a_copy_is_proven_where_that_is_asked_for(built: Path, tmp_path: Path) -> None:
    store = ObjectArtefactStore(guarded(MemoryStore()), tmp_path / "staged")
    await store.put("index-1", built)
    folder = await store.fetch("index-1")
    flipped = bytes([FILES["vectors.npy"][0] ^ 1]) + FILES["vectors.npy"][1:]
    (folder / "vectors.npy").write_bytes(flipped)
    # Opening a version must not read its large files through, so only a swap does.
    assert (await store.fetch("index-1") / "vectors.npy").read_bytes() == flipped
    proven = await store.fetch("index-1", proven=True)
    assert (proven / "vectors.npy").read_bytes() == FILES["vectors.npy"]


async def test_a_copy_is_read_through_once_until_somebody_writes_to_it(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ObjectArtefactStore(guarded(MemoryStore()), tmp_path / "staged")
    await store.put("index-1", built)
    file = await store.fetch("index-1") / "vectors.npy"
    read: list[Path] = []
    check = Manifest.check_files
    monkeypatch.setattr(
        Manifest, "check_files", lambda self, folder: (read.append(folder), check(self, folder))
    )
    for _ in range(3):
        await store.fetch("index-1", proven=True)
    assert len(read) == 1

    when = file.stat()
    file.write_bytes(bytes([FILES["vectors.npy"][0] ^ 1]) + FILES["vectors.npy"][1:])
    os.utime(file, ns=(when.st_atime_ns, when.st_mtime_ns))  # as if nothing had been written
    again = await store.fetch("index-1", proven=True)
    assert (again / "vectors.npy").read_bytes() == FILES["vectors.npy"]


async def test_an_artefact_that_exists_is_left_as_it_is(built: Path, tmp_path: Path) -> None:
    objects = LocalStore(tmp_path / "objects", mkdir=True)
    store = ObjectArtefactStore(guarded(objects), tmp_path / "staged")
    await store.put("index-1", built)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "objects").rglob("*") if p.is_file()}
    await store.put("index-1", built)
    after = {p: p.stat().st_mtime_ns for p in (tmp_path / "objects").rglob("*") if p.is_file()}
    assert after == before
    assert len(before) == len(FILES) + 1


async def test_an_artefact_without_its_manifest_is_not_there(built: Path, tmp_path: Path) -> None:
    objects = MemoryStore()
    store = ObjectArtefactStore(guarded(objects), tmp_path / "staged")
    # Given an upload that was cut off
    await store.put("index-1", built)
    await obstore.delete_async(objects, "artefacts/index-1/manifest.json")
    await obstore.delete_async(objects, "artefacts/index-1/passages.json")
    with pytest.raises(NotFound):
        await store.fetch("index-1")
    # When it is uploaded again
    await store.put("index-1", built)
    assert (await store.fetch("index-1") / "passages.json").read_bytes() == b"[]"


@pytest.mark.parametrize(
    "arrived",
    [b"short", FILES["vectors.npy"][:-1] + bytes([FILES["vectors.npy"][-1] ^ 1])],
    ids=["cut off", "one bit flipped"],
)
async def test_a_download_that_is_not_what_the_manifest_says_is_refused(
    built: Path, tmp_path: Path, arrived: bytes
) -> None:
    objects = MemoryStore()
    store = ObjectArtefactStore(guarded(objects), tmp_path / "staged")
    await store.put("index-1", built)
    await obstore.put_async(objects, "artefacts/index-1/vectors.npy", arrived)
    with pytest.raises(CorruptArtefact, match=r"index-1.*vectors\.npy"):
        await store.fetch("index-1")
    assert list((tmp_path / "staged").iterdir()) == []


async def test_many_may_put_and_fetch_at_once(
    objects: ObjectStore, built: Path, tmp_path: Path
) -> None:
    stores = [ObjectArtefactStore(guarded(objects), tmp_path / "staged") for _ in range(4)]
    await asyncio.gather(*(store.put("index-1", built) for store in stores))
    folders = await asyncio.gather(*(store.fetch("index-1") for store in stores))
    assert len(set(folders)) == 1
    assert contents(folders[0])["vectors.npy"] == FILES["vectors.npy"]
    assert [path.name for path in (tmp_path / "staged").iterdir()] == ["index-1"]


async def test_a_deleted_artefact_is_gone_everywhere(
    objects: ObjectStore, built: Path, tmp_path: Path
) -> None:
    store = ObjectArtefactStore(guarded(objects), tmp_path / "staged")
    await store.put("index-1", built)
    await store.put("index-10", built)
    folder = await store.fetch("index-1")
    await store.delete("index-1")
    assert not folder.exists()
    assert all(name.startswith("artefacts/index-10/") for name in await names(objects))
    with pytest.raises(NotFound):
        await store.fetch("index-1")
    await store.delete("index-1")


async def test_what_killed_processes_left_is_cleared(built: Path, tmp_path: Path) -> None:
    store = ObjectArtefactStore(guarded(MemoryStore()), tmp_path / "staged")
    await store.put("index-1", built)
    (tmp_path / "staged" / ".arrived in part").mkdir(parents=True)
    await store.fetch("index-1")
    assert [path.name for path in (tmp_path / "staged").iterdir()] == ["index-1"]


def test_objects_are_found_by_url(tmp_path: Path) -> None:
    assert isinstance(open_objects("memory:///", tmp_path), MemoryStore)
    assert isinstance(open_objects((tmp_path / "o").as_uri(), tmp_path), LocalStore)
    assert (tmp_path / "o").is_dir()
