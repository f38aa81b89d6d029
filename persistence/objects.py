"""The object store: a directory, memory, S3 and what speaks like it, Google's or Azure's."""

from __future__ import annotations

from pathlib import Path

from obstore.store import LocalStore, ObjectStore, from_url


def open_objects(url: str | None, data_directory: Path) -> ObjectStore:
    """Return the store at this URL; without one, the directory `objects` of the data directory.

    Credentials and end points of cloud stores come from their usual variables (`AWS_ACCESS_KEY_ID`,
    `AWS_ENDPOINT_URL`, `GOOGLE_SERVICE_ACCOUNT`, `AZURE_STORAGE_ACCOUNT_KEY` …).
    """
    if url is None:
        return LocalStore(data_directory.resolve() / "objects", mkdir=True)
    if url.startswith("file:"):
        return from_url(url, mkdir=True)
    return from_url(url)
