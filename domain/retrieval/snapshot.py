"""One index version, opened: all that a search needs, never changed once it is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.errors import CorruptArtefact
from domain.indexing.manifest import Manifest
from domain.retrieval.candidates import Candidates, top_rows
from domain.retrieval.lexical import LexicalIndex, TermStatistics
from domain.retrieval.passage_table import PassageTable
from domain.retrieval.vector_index import VectorIndex

LEXICAL_FOLDER = "lexical"


@dataclass(frozen=True, slots=True)
class IndexSnapshot:
    """Vectors, passages and lexical index of one version, memory-mapped and safe to share.

    A search that takes the reference once can never mix two versions.
    """

    version_id: UUID
    number: int
    manifest: Manifest
    vectors: VectorIndex
    passages: PassageTable
    lexical: LexicalIndex

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        version_id: UUID,
        number: int,
        encoder_fingerprint: str | None = None,
    ) -> IndexSnapshot:
        """Open an artefact's directory in milliseconds, without reading large files through.

        Sizes, small files and row counts are checked; flipped bits of large files are found by
        `check_artefact`, which belongs to staging. Raises `CorruptArtefact` on anything that is off,
        also if the vectors were made by another encoder than `encoder_fingerprint`, where given.
        """
        manifest = Manifest.read(directory)
        if encoder_fingerprint not in (None, manifest.encoder_fingerprint):
            raise CorruptArtefact(
                directory.name,
                f"it needs the encoder {manifest.encoder_fingerprint}, not {encoder_fingerprint}",
            )
        manifest.check_sizes(directory)
        try:
            snapshot = cls(
                version_id,
                number,
                manifest,
                VectorIndex.open(directory, manifest.parameters.get("probes", 1)),
                PassageTable.open(directory),
                LexicalIndex.open(directory / LEXICAL_FOLDER),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CorruptArtefact(directory.name, str(error)) from error
        snapshot._check_counts(directory)
        return snapshot

    def __len__(self) -> int:
        return len(self.passages)

    def candidates(self, query: str, vector: NDArray[np.float32], pool: int) -> Candidates:
        """Return the `pool` nearest rows and the `pool` rows that share most with the query's words."""
        lexical = self.lexical.scores(query)
        nearest = self.vectors.nearest(vector[None, :], min(pool, len(self)))[0]
        rows = np.union1d(nearest[nearest >= 0], top_rows(lexical, pool))
        cosines = self.vectors.rows(rows) @ vector
        return Candidates(
            rows, cosines, lexical[rows], self.passages.keys(rows), self.passages.__getitem__
        )

    def statistics(self, query: str) -> TermStatistics:
        """Return what the public text tells of the query's words, to score passages beside it."""
        return self.lexical.statistics(query)

    def _check_counts(self, directory: Path) -> None:
        counts = (len(self.vectors), len(self.passages), len(self.lexical))
        if set(counts) != {self.manifest.passages}:
            raise CorruptArtefact(directory.name, f"vectors, passages and words differ: {counts}")
        if self.vectors.dimension != self.manifest.dimension:
            raise CorruptArtefact(directory.name, "its vectors have another dimension")
