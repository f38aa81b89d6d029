"""A file's records a step at a time, each step small enough to be kept in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.documents.document import DocumentDraft
from domain.documents.formats.readout import Readout
from domain.documents.reading import format_of, read_file

RECORDS_PER_STEP = 500
CHARACTERS_PER_STEP = 8_000_000


def in_steps(readouts: Iterable[Readout], *, whole: bool) -> Iterator[list[Readout]]:
    """Yield up to 500 readouts at a time, fewer where they are long; the same file gives the same steps.

    The parts of a file that was read `whole` come in one step.
    """
    step: list[Readout] = []
    characters = 0
    for readout in readouts:
        step.append(readout)
        characters += len(readout.text) if isinstance(readout, DocumentDraft) else 0
        if not whole and (len(step) == RECORDS_PER_STEP or characters >= CHARACTERS_PER_STEP):
            yield step
            step, characters = [], 0
    if step:
        yield step


def shared_references(
    path: Path, filename: str, most_unpacked: int | None = None
) -> frozenset[bytes]:
    """Return the content keys of a file's documents that share their reference with another of them.

    They must not replace one another, however far apart they stand. Reads the file's records once, and
    holds eight bytes or so for each.
    """
    if not format_of(filename).records:
        return frozenset()  # all of its parts come in one step

    def drafts() -> Iterator[DocumentDraft]:
        readouts = read_file(path, filename=filename, most_unpacked=most_unpacked)
        return (each for each in readouts if isinstance(each, DocumentDraft) and each.reference)

    times = Counter(hash(draft.reference) for draft in drafts())
    several = {reference for reference, count in times.items() if count > 1}
    if not several:
        return frozenset()
    return frozenset(d.content_key() for d in drafts() if hash(d.reference) in several)
