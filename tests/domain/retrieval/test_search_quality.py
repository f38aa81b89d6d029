"""Whether the defaults find what answers a question, on real text that lies beside the checkout."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.fusion import DEFAULT_WEIGHTS, Weights
from domain.retrieval.passage import Passage
from domain.retrieval.search import search
from domain.retrieval.snapshot import IndexSnapshot

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the data is not beside this checkout"),
]
OpenIndex = Callable[[Sequence[Passage], NDArray[np.float32]], IndexSnapshot]


def _rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_regulations_answer(
    encoder: SentenceEncoder, make_passage: Callable[..., Passage], open_index: OpenIndex
) -> None:
    rows = _rows("consumer_credit_regulations.jsonl.gz")
    snapshot = open_index(
        [make_passage(i, r["text"], r["id"], r["title"]) for i, r in enumerate(rows)],
        encoder.encode([row["text"] for row in rows]),
    )
    expected = {
        "When must a creditor notify an applicant of adverse action?": "12 CFR 1002-9",
        "May a servicer charge a fee for responding to a notice of error?": "12 CFR 1024-35",
    }

    for question, section in expected.items():
        hits = search(snapshot, None, question, encoder.encode([question])[0], k=3)
        assert any(hit.passage.reference.startswith(section) for hit in hits)


def test_both_opinions_together_beat_either(
    encoder: SentenceEncoder, make_passage: Callable[..., Passage], open_index: OpenIndex
) -> None:
    rows = _rows("tatqa_dev_retrieval.jsonl.gz")
    documents = [row for row in rows if row["kind"] == "document"]
    questions = [row for row in rows if row["kind"] == "query"]
    snapshot = open_index(
        [make_passage(i, row["text"], row["id"]) for i, row in enumerate(documents)],
        encoder.encode([row["text"] for row in documents]),
    )
    vectors = encoder.encode([row["text"] for row in questions])

    def quality(weights: Weights) -> float:
        """Mean nDCG@10."""
        found = [
            search(snapshot, None, row["text"], vector, k=10, weights=weights)
            for row, vector in zip(questions, vectors, strict=True)
        ]
        return float(
            np.mean(
                [
                    _gain(h.passage.reference in row["relevant"] for h in hits)
                    / _gain([True] * min(len(row["relevant"]), 10))
                    for hits, row in zip(found, questions, strict=True)
                ]
            )
        )

    both = quality(DEFAULT_WEIGHTS)

    assert both > 0.5
    assert both > quality(Weights(1, 0)) + 0.03
    assert both > quality(Weights(0, 1)) + 0.01


def _gain(relevant: Any) -> float:
    return sum(1 / log2(rank + 2) for rank, is_relevant in enumerate(relevant) if is_relevant)
