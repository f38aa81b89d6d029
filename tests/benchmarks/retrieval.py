"""How well search finds what answers, by meaning, by words and by both; what it takes for answerable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from domain.advice.answering import PASSAGES
from domain.advice.fairness.neutral import neutral
from domain.advice.scope import bearing_on
from domain.retrieval.encoder import Encoder, SentenceEncoder
from domain.retrieval.fusion import Weights
from domain.retrieval.search import Hit
from domain.retrieval.snapshot import IndexSnapshot
from tests.benchmarks.corpora import (
    Question,
    Regulations,
    Reports,
    article_passages,
    article_questions,
    lines,
)
from tests.benchmarks.searching import Asked, embedded, indexed, ndcg

SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
"""Shares of vectors: 1 is vectors alone, 0 is BM25 alone."""


def main(folder: Path) -> None:
    measure(folder, SentenceEncoder())


def measure(folder: Path, encoder: Encoder) -> None:
    """Print the tables of docs/retrieval.md. Takes minutes, nearly all of them for encoding."""
    regulations, reports = Regulations(folder), Reports(folder)
    plain, prose = article_passages(in_context=False), article_passages()
    of_law = embedded(regulations.passages, encoder)
    with TemporaryDirectory() as name:
        place = Path(name)
        law = indexed(regulations.passages, of_law, place / "law")
        vectors = embedded(reports.passages, encoder)
        read = indexed(reports.passages, vectors, place / "reports")
        print(_row("Set", "Measure", *(f"{share:g}" for share in SHARES)))
        for topic in ("", "discrimination"):
            chosen = [q for q in regulations.questions if topic in ("", q.topic)]
            _qualities(f"Regulations {topic} ({len(chosen)})", law, chosen, encoder)
        _qualities(f"TAT-QA ({len(reports.questions)})", read, reports.questions, encoder)
        for label, passages in (("text alone", plain), ("in context", prose)):
            vectors = embedded(passages, encoder)
            shelf = indexed(passages, vectors, place / label)
            both = [*passages, *regulations.passages]
            mixed = indexed(both, np.vstack([vectors, of_law]), place / f"{label}, mixed")
            _articles(f"Articles, {label}", shelf, encoder)
            _articles(f"Articles, {label}, and regulations", mixed, encoder)
        _scope(mixed, folder, [q.text for q in regulations.questions], encoder)


def _qualities(
    label: str, snapshot: IndexSnapshot, questions: Sequence[Question], encoder: Encoder
) -> None:
    asked = Asked.of([question.text for question in questions], encoder)

    def quality(weights: Weights) -> str:
        found = asked.hits(snapshot, 10, weights)
        pairs = zip(found, questions, strict=True)
        return f"{np.mean([ndcg(hits, question.relevant) for hits, question in pairs]):.3f}"

    print(_row(label, "nDCG@10", *_by_share(quality)))


def _articles(label: str, snapshot: IndexSnapshot, encoder: Encoder) -> None:
    questions = article_questions()
    asked = Asked.of([text for text, _ in questions], encoder)

    def found(weights: Weights) -> str:
        pairs = zip(asked.hits(snapshot, 3, weights), questions, strict=True)
        return f"{sum(_among(hits, slugs) for hits, (_, slugs) in pairs)}"

    print(_row(f"{label} ({len(questions)})", "hit@3", *_by_share(found)))


def _scope(
    snapshot: IndexSnapshot, folder: Path, regulations: Sequence[str], encoder: Encoder
) -> None:
    rows = lines(folder / "clinc150_scope_questions.jsonl.gz")
    groups = {
        "our own questions": [*regulations, *(text for text, _ in article_questions())],
        **{
            f"CLINC150 {label}, {name} lines": [
                row["text"] for row in rows[start::2] if row["label"] == label
            ]
            for start, name in ((0, "even"), (1, "odd"))
            for label in ("in_scope", "out_of_scope")
        },
    }
    for label, asked in groups.items():
        texts = [neutral(text) for text in asked]
        found = Asked.of(texts, encoder).hits(snapshot, PASSAGES)
        refused = [t for t, hits in zip(texts, found, strict=True) if not bearing_on(t, hits)]
        print(_row(label, "refused", f"{len(refused)} of {len(texts)}"))


def _by_share(measured: Callable[[Weights], str]) -> list[str]:
    return [measured(Weights(share, 1 - share)) for share in SHARES]


def _among(hits: Sequence[Hit], slugs: frozenset[str]) -> bool:
    return any(hit.passage.reference in slugs for hit in hits)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
