"""Folders that live as long as the process that works in them, however it ends.

Each is locked by its maker (`flock` on the folder itself, which the kernel releases at death): one that
nobody holds was left behind, and goes at once.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def working_folder(place: Path, prefix: str) -> Iterator[Path]:
    """Have an empty folder in the directory `place` for the length of the block; then it is removed.

    It may be given another name meanwhile, and is kept then.
    """
    folder, held = _make(place, prefix)
    try:
        yield folder
    finally:
        # A thread may still be writing into it when the process ends.
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def remove_left_behind(place: Path, prefix: str) -> None:
    """Remove the folders of this prefix whose makers are gone."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):  # held by a living process, or removed by another that tidies up
            held = _lock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)


def _make(place: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        # Until it is locked, somebody who tidies up may take it for left behind.
        with suppress(FileNotFoundError):
            held = _lock(folder, fcntl.LOCK_EX)
            if folder.exists():
                return folder, held
            os.close(held)


def _lock(folder: Path, how: int) -> int:
    """Return a descriptor that holds the folder's lock. Raises `OSError` if it cannot be had."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
