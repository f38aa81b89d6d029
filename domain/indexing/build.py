"""Building an index version: one directory of immutable files, the manifest last."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from domain.errors import Conflict, InvalidInput, Unavailable
from domain.indexing.index_type import build_index, choose_type
from domain.indexing.manifest import Manifest, describe
from domain.retrieval.lexical import LexicalIndex, lexical_text
from domain.retrieval.passage import Passage
from domain.retrieval.passage_table import write_table
from domain.retrieval.snapshot import LEXICAL_FOLDER
from domain.retrieval.vector_index import VECTORS_FILE

LIBRARIES = ("bm25s", "faiss-cpu", "numpy", "pystemmer")
STEPS = 3
UNIT_TOLERANCE = 1e-3

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done: words, vectors, manifest."""


def build_version(
    directory: Path,
    *,
    passages: Iterable[Passage],
    vectors: NDArray[np.float32],
    encoder_fingerprint: str,
    created_at: datetime,
    progress: Progress = lambda done, total: None,
) -> Manifest:
    """Write an index version into an empty directory and return its manifest, written last.

    `vectors` (n, d) are unit vectors, row by row those of `passages`, which are read once. The same
    input gives files, and so an artefact name, that are the same. Raises `Unavailable` if they cannot be
    written, `Conflict` if there is no passage (a system without public text serves no index rather than an
    empty one) and `InvalidInput` if rows and passages differ in number or a vector is not of unit length.
    """
    _check_vectors(vectors)
    kind = choose_type(len(vectors))

    def index_vectors() -> None:
        faiss.write_index(build_index(kind, vectors), str(directory / VECTORS_FILE))

    # Counting words is Python's work, on one core; faiss works beside it without the interpreter's lock.
    with _writing(directory), ThreadPoolExecutor(1) as beside:
        indexing = beside.submit(index_vectors)
        texts = (lexical_text(passage) for passage in write_table(directory, passages))
        LexicalIndex.build(_exactly(len(vectors), texts)).save(directory / LEXICAL_FOLDER)
        progress(1, STEPS)
        indexing.result()
    progress(2, STEPS)
    manifest = Manifest(
        encoder_fingerprint=encoder_fingerprint,
        dimension=vectors.shape[1],
        passages=len(vectors),
        index_type=kind.name,
        parameters=kind.parameters,
        files={
            path.relative_to(directory).as_posix(): describe(path)
            for path in sorted(directory.rglob("*"))
            if path.is_file()
        },
        libraries={name: version(name) for name in LIBRARIES},
        created_at=created_at,
    )
    with _writing(directory):
        manifest.write(directory)
    progress(3, STEPS)
    return manifest


@contextmanager
def _writing(directory: Path) -> Iterator[None]:
    """Say what is the matter where a disk is full: each library words it in its own way."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        free = shutil.disk_usage(directory).free
        raise Unavailable(
            f"the version's files cannot be written, with {free / 1e6:,.0f} MB free: {error}"
        ) from error


def _check_vectors(vectors: NDArray[np.float32]) -> None:
    if len(vectors) == 0:
        raise Conflict("there is nothing to index: no public passage has an embedding yet")
    lengths = np.einsum("nd,nd->n", vectors, vectors)
    off = np.flatnonzero(~(np.abs(lengths - 1) < UNIT_TOLERANCE))
    if len(off):
        raise InvalidInput(f"vector {off[0]} is not of unit length", field="vectors")


def _exactly(n: int, texts: Iterable[str]) -> Iterator[str]:
    count = 0
    for count, text in enumerate(texts, start=1):  # noqa: B007  # counted to the end
        yield text
    if count != n:
        raise InvalidInput(f"there are {count} passages and {n} vectors", field="vectors")
