"""Whether the defaults find what answers a question, on real text that lies beside the checkout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.fusion import DEFAULT_WEIGHTS, Weights
from domain.retrieval.passage import Passage
from tests.benchmarks.corpora import Question, Regulations, Reports
from tests.benchmarks.searching import Asked, embedded, indexed, ndcg

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the data is not beside this checkout"),
]


def _qualities(
    passages: Sequence[Passage],
    questions: Sequence[Question],
    encoder: SentenceEncoder,
    folder: Path,
) -> list[float]:
    """Return mean nDCG@10 by both opinions, by vectors alone and by BM25 alone."""
    snapshot = indexed(passages, embedded(passages, encoder), folder / "index")
    asked = Asked.of([question.text for question in questions], encoder)
    return [
        float(
            np.mean(
                [
                    ndcg(hits, question.relevant)
                    for hits, question in zip(
                        asked.hits(snapshot, 10, weights), questions, strict=True
                    )
                ]
            )
        )
        for weights in (DEFAULT_WEIGHTS, Weights(1, 0), Weights(0, 1))
    ]


def test_both_opinions_together_beat_either_on_regulations(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    regulations = Regulations(DATA)
    # A record is embedded by its text alone, and one text once.
    assert len({passage.embedding_key for passage in regulations.passages}) == 7_967

    both, by_meaning, by_words = _qualities(
        regulations.passages, regulations.questions, encoder, tmp_path
    )

    assert both > 0.38
    assert both > by_meaning + 0.005
    assert both > by_words + 0.1


def test_both_opinions_together_beat_either_on_reports(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    reports = Reports(DATA)

    both, by_meaning, by_words = _qualities(reports.passages, reports.questions, encoder, tmp_path)

    assert both > 0.5
    assert both > by_meaning + 0.03
    assert both > by_words + 0.01
