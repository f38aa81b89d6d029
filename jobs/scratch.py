"""A folder for what is built here and then uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from persistence.folders import remove_left_behind, working_folder

PREFIX = "tmp"


@contextmanager
def scratch_folder(data_directory: Path) -> Iterator[Path]:
    """Have an empty folder under the data directory for the length of the block.

    What processes that were killed left there is removed first.
    """
    place = data_directory / "scratch"
    place.mkdir(parents=True, exist_ok=True)
    remove_left_behind(place, PREFIX)
    with working_folder(place, PREFIX) as folder:
        yield folder
