"""Uploaded files in the object store, from the moment they are received until they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from domain.identifiers import new_id
from persistence.objects import Objects


class ObjectUploadStore:
    """Keeps `domain.ports.UploadStore`. Each attempt has a key of its own, so none disturbs another."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def receive(self, upload_id: UUID, content: AsyncIterator[bytes]) -> str:
        """Keep a file and return its key; holds some 25 MB of it at a time.

        If `content` raises, that is raised and nothing is kept.
        """
        key = f"{_prefix(upload_id)}{new_id()}"
        await self._objects.put(key, content)
        return key

    async def fetch(self, key: str, path: Path) -> None:
        """Write a file to the local path. Raises `FileNotFoundError` if it is not there."""
        await self._objects.fetch(key, path)

    async def delete(self, key: str) -> None:
        """Remove a file; one that is not there is no error."""
        await self._objects.delete(key)

    async def delete_all(self, upload_id: UUID) -> None:
        """Remove whatever was kept for an upload."""
        for key in await self._objects.sizes(_prefix(upload_id)):
            await self.delete(key)


def _prefix(upload_id: UUID) -> str:
    return f"uploads/{upload_id}/"
