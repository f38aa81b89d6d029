"""Index artefacts in the object store, and their staged copies on this machine's disk."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from domain.errors import CorruptArtefact, NotFound
from domain.indexing.manifest import MANIFEST_FILE, Manifest, check_artefact
from persistence.folders import remove_left_behind, working_folder
from persistence.objects import Objects

_ARRIVING = "."
_NEW_SECONDS = 3600.0
"""A copy younger than this may be of a version that was noted after somebody read which there are."""

Progress = Callable[[int, int], None]

_Seen = tuple[tuple[int, int, int], ...]
"""Of each file of a copy its inode, its size and when it was changed."""


class ObjectArtefactStore:
    """Keeps `domain.ports.ArtefactStore`.

    An artefact is there when its manifest is: that is written last and deleted first. A staged copy is
    there when its directory is: that gets its name once it is complete. Any number of processes, on one
    machine or many, may put and fetch the same artefact at once.
    """

    def __init__(self, objects: Objects, staged: Path) -> None:
        self._objects = objects
        self._staged = staged
        self._proven: dict[str, _Seen] = {}

    async def put(self, name: str, directory: Path) -> None:
        """Upload a directory's files, the manifest last; a name that exists already is left as it is."""
        kept = await self._sizes(name)
        if MANIFEST_FILE in kept:
            return
        manifest = await asyncio.to_thread(Manifest.read, directory)
        for file, entry in manifest.files.items():
            if kept.get(file) != entry.size:
                await self._objects.put(_key(name, file), directory / file)
        await self._objects.create(_key(name, MANIFEST_FILE), directory / MANIFEST_FILE)

    async def fetch(
        self, name: str, progress: Progress | None = None, *, proven: bool = False
    ) -> Path:
        """Return a local directory with the artefact's files, downloading what is not staged yet.

        `progress` is told of bytes done and bytes in all. Every byte of a download is compared with its
        checksum; of a copy that was staged before, the sizes, or all if it is to be `proven`, unless this
        process has done so and nobody has written to it since. A damaged copy is downloaded anew. Raises
        `NotFound` if there is no such artefact, `CorruptArtefact` if what was downloaded is not what its
        manifest says.
        """
        target = self._staged / name
        if not await asyncio.to_thread(self._is_staged, target, proven=proven):
            sizes = await self._sizes(name)
            if MANIFEST_FILE not in sizes:
                raise NotFound("index artefact", name)
            await asyncio.to_thread(_make_room, self._staged)
            with working_folder(self._staged, _ARRIVING) as arriving:
                await self._download(name, sizes, arriving, progress or _tell_nobody)
                await asyncio.to_thread(_settle, arriving, target)
        return target

    async def _download(
        self, name: str, sizes: dict[str, int], arriving: Path, progress: Progress
    ) -> None:
        done, total = 0, sum(sizes.values())

        def advance(size: int) -> None:
            nonlocal done
            done += size
            progress(done, total)

        for file in sizes:
            path = arriving / file
            path.parent.mkdir(parents=True, exist_ok=True)
            await self._objects.fetch(_key(name, file), path, advance)

    async def delete(self, name: str) -> None:
        """Remove an artefact, and this machine's copy; one that is not there is no error."""
        kept = await self._sizes(name)
        for file in sorted(kept, key=lambda file: file != MANIFEST_FILE):
            await self._objects.delete(_key(name, file))
        await asyncio.to_thread(shutil.rmtree, self._staged / name, ignore_errors=True)

    async def keep_staged(self, names: Collection[str]) -> None:
        """Remove this machine's copies of all other artefacts, unless they came within the last hour.

        A process that has one of them open goes on reading it.
        """
        self._proven = {name: seen for name, seen in self._proven.items() if name in names}
        await asyncio.to_thread(_remove_others, self._staged, frozenset(names))

    def _is_staged(self, target: Path, *, proven: bool) -> bool:
        """Whether a whole copy is there; one that is damaged is removed.

        Reading a large version through takes a core for some tenths of a second, which searches beside it
        feel: a rollback, to a version that was proven when it was swapped in, does without.
        """
        if not target.is_dir():
            return False
        try:
            manifest = Manifest.read(target)
            seen = _seen(target, manifest)
            if proven and self._proven.get(target.name) != seen:
                manifest.check_files(target)
                self._proven[target.name] = seen
            else:
                manifest.check_sizes(target)
        except (CorruptArtefact, FileNotFoundError):  # another process may be removing it
            shutil.rmtree(target, ignore_errors=True)
            return False
        return True

    async def _sizes(self, name: str) -> dict[str, int]:
        """Return the artefact's files that the store has, with their sizes in bytes."""
        prefix = _key(name, "")
        found = await self._objects.sizes(prefix)
        return {key.removeprefix(prefix): size for key, size in found.items()}


def _key(name: str, file: str) -> str:
    return f"artefacts/{name}/{file}"


def _tell_nobody(done: int, total: int) -> None:
    del done, total


def _seen(target: Path, manifest: Manifest) -> _Seen:
    """Return what changes with any write to an artefact's files; the time of change cannot be set back."""
    stats = [(target / file).stat() for file in (MANIFEST_FILE, *manifest.files)]
    return tuple((each.st_ino, each.st_size, each.st_ctime_ns) for each in stats)


def _settle(arriving: Path, target: Path) -> None:
    """Give a complete copy its name, unless another process was first."""
    try:
        check_artefact(arriving)
    except CorruptArtefact as error:
        raise CorruptArtefact(target.name, error.reason) from error
    try:
        arriving.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _make_room(staged: Path) -> None:
    """Make the directory, without what processes that were killed left there."""
    staged.mkdir(parents=True, exist_ok=True)
    remove_left_behind(staged, _ARRIVING)


def _remove_others(staged: Path, names: Collection[str]) -> None:
    for path in staged.glob("index-*"):
        with suppress(OSError):
            if path.name not in names and time.time() - path.stat().st_mtime > _NEW_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
