"""BM25 over the passages of an index version, and over texts beside it with the same statistics."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from domain.retrieval.passage import Passage
from domain.retrieval.postings import postings
from domain.retrieval.words import shared_words

K1 = 1.5
B = 0.75
LENGTHS_FILE = "lengths.npy"
USUAL_LENGTH = 50.0
"""Words in a passage where no index tells: about that of a paragraph of regulation, stop words aside."""


def lexical_text(passage: Passage) -> str:
    """Return what BM25 sees of a passage: citation, title, headings and text."""
    return "\n".join((passage.reference, passage.title, *passage.heading_path, passage.text))


def content_words(text: str) -> frozenset[str]:
    """Return the distinct stems of a text without stop words, as BM25 sees them."""
    return frozenset(shared_words().of(text))


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """How telling each word of a query is (its idf) and how many words a usual passage has."""

    weights: Mapping[str, float]
    average_length: float

    @classmethod
    def unknown(cls, query: str) -> TermStatistics:
        """Return statistics that prefer no word, for a system that has no index yet."""
        return cls(dict.fromkeys(sorted(content_words(query)), 1.0), USUAL_LENGTH)

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of each text, shape (len(texts),), as if it were in the index."""
        return np.array([self._score(text) for text in texts], dtype=np.float32)

    def _score(self, text: str) -> float:
        words = shared_words().of(text)
        counts = Counter(word for word in words if word in self.weights)
        norm = K1 * (1 - B + B * len(words) / self.average_length)
        return sum(self.weights[word] * n / (n + norm) for word, n in counts.items())


class LexicalIndex:
    """BM25 in Lucene's variant with k1 1.5 and b 0.75. Immutable and safe to share between threads."""

    def __init__(self, retriever: Any, lengths: NDArray[np.int32]) -> None:
        self._retriever = retriever
        self._postings: NDArray[np.int64] = np.diff(retriever.scores["indptr"])
        self._lengths = lengths
        self._average_length = max(float(lengths.mean()), 1.0)

    def __len__(self) -> int:
        return len(self._lengths)

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index the texts in their order; the same texts give the same files to the byte."""
        vocabulary: defaultdict[str, int] = defaultdict()
        vocabulary.default_factory = vocabulary.__len__
        _ = vocabulary[""]  # bm25s cannot do without any word; no text has this one
        words = shared_words()
        found, lengths = array("i"), array("i")
        for text in texts:
            numbers = [vocabulary[word] for word in words.of(text)]
            found.extend(numbers)
            lengths.append(len(numbers))
        retriever = bm25s.BM25(method="lucene", k1=K1, b=B)
        retriever.vocab_dict = dict(vocabulary)
        retriever.unique_token_ids_set = set(range(len(vocabulary)))
        retriever.nonoccurrence_array = None
        of_texts = np.array(lengths, dtype=np.int32)
        retriever.scores = postings(
            np.array(found, dtype=np.int32), of_texts, len(vocabulary), k1=K1, b=B
        )
        return cls(retriever, of_texts)

    def save(self, directory: Path) -> None:
        """Write arrays and JSON, never pickle, into the directory, which is made if need be."""
        self._retriever.save(directory, show_progress=False)
        np.save(directory / LENGTHS_FILE, self._lengths, allow_pickle=False)

    @classmethod
    def open(cls, directory: Path) -> LexicalIndex:
        """Open what `save` wrote, memory-mapped. Raises `ValueError` or `OSError` if it cannot be read."""
        retriever = bm25s.BM25.load(directory, mmap=True, show_progress=False)
        lengths = np.load(directory / LENGTHS_FILE, allow_pickle=False)
        if retriever.scores["num_docs"] != len(lengths):
            raise ValueError("the lexical index and its table of lengths differ in size")
        return cls(retriever, lengths)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the score of every passage, shape (len(self),); 0 where no word of the query is."""
        words = self._known_words(query)
        if not words:
            return np.zeros(len(self), dtype=np.float32)
        ids = [self._retriever.vocab_dict[word] for word in words]
        scores: NDArray[np.float32] = self._retriever.get_scores_from_ids(ids)
        return scores

    def statistics(self, query: str) -> TermStatistics:
        """Return what this index knows of the query's words, to score texts that are not in it."""
        n = len(self)
        weights = {}
        for word in sorted(content_words(query)):
            row = self._retriever.vocab_dict.get(word)
            found = 0 if row is None else int(self._postings[row])
            weights[word] = log(1 + (n - found + 0.5) / (found + 0.5))
        return TermStatistics(weights, self._average_length)

    def _known_words(self, query: str) -> list[str]:
        """Return the query's distinct words that the index has, in a fixed order.

        Float sums depend on their order, and equal queries must score equally in every process.
        """
        return sorted(w for w in content_words(query) if w in self._retriever.vocab_dict)
