"""Finding the files that are meant by paths, folders and patterns."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.documents.reading import format_of, stem_of
from domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `name` stands for it as a source: in a folder that was named, its path from there."""

    path: Path
    name: str


def find_sources(arguments: Sequence[str]) -> Iterator[Source | InvalidInput]:
    """Yield the files in order, and what is wrong with an argument in its place.

    A folder stands for all files in it that have a known format, hidden ones excepted. A pattern
    (`*`, `?`, `**`) stands for what it matches, where the shell has not seen to that.
    """
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            yield from _inside(path) or [InvalidInput(f"{argument}: no file of a known format")]
        elif path.exists():
            yield Source(path, stem_of(path.name))
        elif glob.has_magic(argument):
            yield from _matching(argument)
        else:
            yield InvalidInput(f"{argument}: no such file or folder")


def _matching(pattern: str) -> Iterator[Source | InvalidInput]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # takes absolute patterns, too
    if not found:
        yield InvalidInput(f"{pattern}: nothing matches")
    for name in found:
        if Path(name).is_file():
            yield Source(Path(name), stem_of(name))


def _inside(folder: Path) -> list[Source | InvalidInput]:
    return [
        Source(path, inside.with_name(stem_of(inside.name)).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _is_read(inside := path.relative_to(folder))
    ]


def _is_read(inside: Path) -> bool:
    if any(part.startswith(".") for part in inside.parts):
        return False
    try:
        format_of(inside.name)
    except InvalidInput:
        return False
    return True
