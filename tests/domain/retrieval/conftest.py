from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.indexing.build import build_version
from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.passage import Passage, text_hash
from domain.retrieval.snapshot import IndexSnapshot

MakePassage = Callable[..., Passage]
OpenIndex = Callable[[Sequence[Passage], NDArray[np.float32]], IndexSnapshot]


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The bundled model in the precision that this machine takes by itself."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def make_passage() -> MakePassage:
    """Make a passage whose ids follow from its number, so that tests can name it."""

    def make(number: int, text: str, reference: str = "", title: str = "") -> Passage:
        return Passage(
            id=uuid5(NAMESPACE_URL, f"passage-{number}"),
            document_id=uuid5(NAMESPACE_URL, f"document-{number // 2}"),
            ordinal=number % 2,
            reference=reference,
            title=title,
            heading_path=("Loans", "Notices"),
            text=text,
            text_hash=text_hash(text),
            source="eCFR",
            effective_date=date(2022, 1, 1),
        )

    return make


@pytest.fixture
def open_index(tmp_path: Path) -> OpenIndex:
    """Build an index version of passages and their vectors, and open it."""

    def build(passages: Sequence[Passage], vectors: NDArray[np.float32]) -> IndexSnapshot:
        build_version(
            tmp_path,
            passages=passages,
            vectors=vectors,
            encoder_fingerprint="test",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        return IndexSnapshot.open(tmp_path, version_id=UUID(int=7), number=7)

    return build
