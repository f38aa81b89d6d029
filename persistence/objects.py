"""The object store: a directory, memory, S3 and what speaks like it, Google's or Azure's."""

from __future__ import annotations

from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from domain.errors import Unavailable


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


def _open(url: str | None, data_directory: Path) -> ObjectStore:
    if url is None:
        return LocalStore(data_directory.resolve() / "objects", mkdir=True)
    if url.startswith("file:"):
        return from_url(url, mkdir=True)
    return from_url(url)
