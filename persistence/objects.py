"""The object store: a directory, memory, S3 and what speaks like it, Google's or Azure's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from domain.breaker import Breaker
from domain.errors import Unavailable

Content = bytes | Path | AsyncIterator[bytes]

_CHUNK = 5 * 1024 * 1024
_AT_ONCE = 4


def open_objects(url: str | None, data_directory: Path) -> ObjectStore:
    """Return the store at this URL; without one, the directory `objects` of the data directory.

    Credentials and end points of cloud stores come from their usual variables (`AWS_ACCESS_KEY_ID`,
    `AWS_ENDPOINT_URL`, `GOOGLE_SERVICE_ACCOUNT`, `AZURE_STORAGE_ACCOUNT_KEY` …). Raises `Unavailable`
    where a directory cannot be made, or something of this kind is missing.
    """
    try:
        return _open(url, data_directory)
    except (BaseError, OSError) as error:
        raise Unavailable(
            f"the object store cannot be opened, see APFA_OBJECTS_URL: {first_line(error)}"
        ) from error


def first_line(error: Exception) -> str:
    """Return what an error of the object store says; below that it goes into the library's insides."""
    return str(error).partition("\n")[0]


class Objects:
    """An object store behind a breaker.

    Raises `Unavailable` where the store fails, `CircuitOpen` without asking it while it is given a rest.
    What it answers about an object, such as that there is none, is no failure of the store.
    """

    def __init__(self, store: ObjectStore, *, breaker: Breaker) -> None:
        self._store = store
        self._breaker = breaker

    async def put(self, key: str, content: Content) -> None:
        """Keep an object under a key, in place of what was there.

        Of a stream some 25 MB are in memory at a time; if it raises, that is raised and nothing is kept.
        """
        async with self._asking():
            await obstore.put_async(
                self._store, key, content, chunk_size=_CHUNK, max_concurrency=_AT_ONCE
            )

    async def create(self, key: str, content: Content) -> bool:
        """Keep an object under a key; return False, and change nothing, if there is one already."""
        try:
            async with self._asking():
                await obstore.put_async(self._store, key, content, mode="create")
        except AlreadyExistsError:
            return False
        return True

    async def read(self, key: str) -> AsyncGenerator[bytes]:
        """Yield an object's bytes in chunks of some 5 MB. Raises `FileNotFoundError`."""
        async with self._asking():
            answer = await obstore.get_async(self._store, key)
            async for chunk in answer.stream(min_chunk_size=_CHUNK):
                yield bytes(chunk)

    async def fetch(
        self, key: str, path: Path, advance: Callable[[int], None] | None = None
    ) -> None:
        """Write an object to a local path. Raises `FileNotFoundError` if it is not there.

        `advance` is told of the bytes that were written each time.
        """
        async with aclosing(self.read(key)) as chunks:
            with path.open("wb") as local:
                async for chunk in chunks:
                    await asyncio.to_thread(local.write, chunk)
                    if advance is not None:
                        advance(len(chunk))

    async def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""
        with suppress(FileNotFoundError):
            async with self._asking():
                await obstore.delete_async(self._store, key)

    async def sizes(self, prefix: str) -> dict[str, int]:
        """Return the keys that begin so, with the objects' sizes in bytes."""
        async with self._asking():
            found = await obstore.list(self._store, prefix=prefix).collect_async()
        return {meta["path"]: meta["size"] for meta in found}

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        said: Exception | None = None
        async with self._breaker.guard():
            try:
                yield
            except (FileNotFoundError, AlreadyExistsError) as answer:
                said = answer
            except BaseError as error:
                raise Unavailable(f"the object store fails: {first_line(error)}") from error
            except Exception as error:  # of the content that was to be kept
                said = error
        if said is not None:
            raise said


def _open(url: str | None, data_directory: Path) -> ObjectStore:
    if url is None:
        return LocalStore(data_directory.resolve() / "objects", mkdir=True)
    if url.startswith("file:"):
        return from_url(url, mkdir=True)
    return from_url(url)
