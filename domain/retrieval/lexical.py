"""BM25 over the passages of an index version, and over texts beside it with the same statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from domain.retrieval.passage import Passage
from domain.retrieval.words import shared_words

K1 = 1.5
B = 0.75
LENGTHS_FILE = "lengths.npy"


def lexical_text(passage: Passage) -> str:
    """Return what BM25 sees of a passage: citation, title, headings and text."""
    return "\n".join((passage.reference, passage.title, *passage.heading_path, passage.text))


def content_words(text: str) -> frozenset[str]:
    """Return the distinct stems of a text without stop words, as BM25 sees them."""
    return frozenset(shared_words().of(text))


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """How telling each word of a query is, and how long a usual passage is, in words.

    Without public text (`unknown`) all words weigh the same.
    """

    weights: Mapping[str, float]
    average_length: float

    @classmethod
    def unknown(cls, query: str) -> TermStatistics:
        """Return statistics that prefer no word, for a system that has no index yet."""
        return cls(dict.fromkeys(content_words(query), 1.0), 100.0)

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of each text, shape (len(texts),), as if it were in the index."""
        return np.array([self._score(text) for text in texts], dtype=np.float32)

    def _score(self, text: str) -> float:
        words = shared_words().of(text)
        counts = Counter(word for word in words if word in self.weights)
        norm = K1 * (1 - B + B * len(words) / self.average_length)
        return sum(self.weights[word] * n / (n + norm) for word, n in counts.items())


class LexicalIndex:
    """A memory-mapped BM25 index (Lucene's variant, k1 1.5, b 0.75). Immutable and safe to share."""

    def __init__(self, retriever: Any, lengths: NDArray[np.int32]) -> None:
        self._retriever = retriever
        self._average_length = max(float(lengths.mean()), 1.0)
        self.size = len(lengths)

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index the texts in the order given; the same texts give the same index to the byte."""
        vocabulary: dict[str, int] = {"": 0}  # bm25s asks for one word at least
        words = shared_words()
        rows = [
            [vocabulary.setdefault(word, len(vocabulary)) for word in words.of(text)]
            for text in texts
        ]
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        with np.errstate(invalid="ignore"):  # 0 / 0 where no text has a word
            retriever.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        return cls(retriever, np.fromiter(map(len, rows), np.int32, len(rows)))

    def save(self, directory: Path, lengths: NDArray[np.int32]) -> None:
        """Write arrays and JSON, never pickle, into the directory, which is made."""
        self._retriever.save(directory, show_progress=False)
        np.save(directory / LENGTHS_FILE, lengths, allow_pickle=False)
