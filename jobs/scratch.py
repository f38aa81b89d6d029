"""A folder for what is built here and then uploaded."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

KEPT_SECONDS = 86_400.0
"""What is older was left behind by a process that was killed: no build takes a day."""


@contextmanager
def scratch_folder(data_directory: Path) -> Iterator[Path]:
    """Have an empty folder under the data directory for the length of the block."""
    place = data_directory / "scratch"
    place.mkdir(parents=True, exist_ok=True)
    _tidy(place)
    # A thread may still be writing into it when the process ends.
    with TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _tidy(place: Path) -> None:
    for folder in place.iterdir():
        try:
            old = time.time() - folder.stat().st_mtime > KEPT_SECONDS
        except FileNotFoundError:
            continue
        if old:
            shutil.rmtree(folder, ignore_errors=True)
