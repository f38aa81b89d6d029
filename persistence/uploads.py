"""Uploaded files in the object store, from the moment they are received until they are read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import obstore
from obstore.store import ObjectStore

from domain.identifiers import new_id

_CHUNK = 5 * 1024 * 1024
_AT_ONCE = 2


class ObjectUploadStore:
    """Keeps `domain.ports.UploadStore`. Each attempt has a key of its own, so none disturbs another."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    async def receive(self, upload_id: UUID, content: AsyncIterator[bytes]) -> str:
        """Keep a file and return its key; holds some 15 MB of it at a time.

        If `content` raises, that is raised and nothing is kept.
        """
        key = f"{_prefix(upload_id)}{new_id()}"
        await obstore.put_async(
            self._objects, key, content, chunk_size=_CHUNK, max_concurrency=_AT_ONCE
        )
        return key

    async def fetch(self, key: str, path: Path) -> None:
        """Write a file to the local path. Raises `FileNotFoundError` if it is not there."""
        answer = await obstore.get_async(self._objects, key)
        with path.open("wb") as local:
            async for chunk in answer.stream(min_chunk_size=_CHUNK):
                await asyncio.to_thread(local.write, chunk)

    async def delete(self, key: str) -> None:
        """Remove a file; one that is not there is no error."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._objects, key)

    async def delete_all(self, upload_id: UUID) -> None:
        """Remove whatever was kept for an upload."""
        found = await obstore.list(self._objects, prefix=_prefix(upload_id)).collect_async()
        for meta in found:
            await self.delete(meta["path"])


def _prefix(upload_id: UUID) -> str:
    return f"uploads/{upload_id}/"
