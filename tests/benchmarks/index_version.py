"""What a whole index version of 100,000 passages takes, step by step, beyond embedding."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from domain.indexing.build import build_version
from domain.indexing.golden import GoldenDraft, GoldenSource
from domain.indexing.golden_gate import Exam, golden_checks
from domain.indexing.verify import verify
from domain.indexing.warming import warm
from domain.retrieval.passage import Passage, text_hash
from domain.retrieval.search import search
from domain.retrieval.snapshot import IndexSnapshot
from persistence.artefacts import ObjectArtefactStore
from persistence.objects import open_objects
from tests.benchmarks.corpora import lines

T = TypeVar("T")
Vectors = NDArray[np.float32]
D = 384
QUESTIONS = 64
CENTRES = 5_000


def main(folder: Path) -> None:
    rows = lines(folder / "us_code_100k.jsonl.gz")
    passages = [_passage(str(row["id"]), row["text"]) for row in rows]
    rng = np.random.default_rng(1)
    vectors = clustered(len(passages))
    print(f"{len(passages):,} sections of the United States Code; vectors in {CENTRES:,} clusters")
    with TemporaryDirectory() as name:
        place = Path(name)
        built = place / "built"
        built.mkdir()
        manifest = _timed(
            "passage table, words, vectors, checksums",
            lambda: build_version(
                built,
                passages=passages,
                vectors=vectors,
                encoder_fingerprint="measured",
                created_at=datetime.now(UTC),
            ),
        )
        gate = _timed("the gate", lambda: verify(built))
        print("   " + ", ".join(f"{check.name} {check.measured:.3g}" for check in gate.checks))
        snapshot = IndexSnapshot.open(built, version_id=UUID(int=1), number=1)
        exam = _exam(passages, vectors, rng)
        _timed(
            f"{QUESTIONS} golden questions, two versions",
            lambda: golden_checks(snapshot, snapshot, exam),
        )
        _shipped(place, built, manifest.artefact_name, passages, vectors)


def clustered(n: int) -> Vectors:
    """Return unit vectors around `CENTRES` centres, the same ones each time."""
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((CENTRES, D), dtype=np.float32)[rng.integers(CENTRES, size=n)]
    vectors += 0.7 * rng.standard_normal(vectors.shape, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _shipped(
    place: Path, built: Path, name: str, passages: list[Passage], vectors: Vectors
) -> None:
    store = ObjectArtefactStore(open_objects(None, place / "data"), place / "staged")
    _timed("upload to a local store", lambda: asyncio.run(store.put(name, built)))
    folder = _timed("download, every byte compared", lambda: asyncio.run(store.fetch(name)))
    opened = _timed("open", lambda: IndexSnapshot.open(folder, version_id=UUID(int=1), number=1))

    def first() -> None:
        search(opened, None, passages[77].text[:80], vectors[77], k=10)

    _timed("a search while cold", first)
    _timed("warm", lambda: warm(opened))
    _timed("a search once warm", first)


def _exam(passages: list[Passage], vectors: Vectors, rng: np.random.Generator) -> Exam:
    rows = rng.choice(len(passages), QUESTIONS, replace=False).tolist()
    drafts = [
        GoldenDraft(passages[row].text[:80], (passages[row].reference,), (), GoldenSource.SEED)
        for row in rows
    ]
    known = {draft.vector_key: vectors[row] for draft, row in zip(drafts, rows, strict=True)}
    return Exam(drafts, known, known)


def _timed(label: str, do: Callable[[], T]) -> T:
    start = perf_counter()
    result = do()
    seconds = perf_counter() - start
    shown = f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"
    print(f"| {label} | {shown} |")
    return result


def _passage(reference: str, text: str) -> Passage:
    name = uuid5(NAMESPACE_URL, reference)
    return Passage(name, name, 0, reference, "", (), text, text_hash(text), "", None)
