"""Cutting token sequences into windows and batches, and putting their vectors together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Windows:
    """Token ids of all windows of some texts; `owners[i]` is the text that window i belongs to."""

    ids: list[list[int]]
    owners: NDArray[np.int64]
    lengths: NDArray[np.int64]


def tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> Windows:
    """Return the windows that the tokenizer's truncation setting cuts the texts into."""
    ids: list[list[int]] = []
    owners: list[int] = []
    for owner, encoding in enumerate(tokenizer.encode_batch_fast(list(texts))):
        for window in (encoding, *encoding.overflowing):
            ids.append(window.ids)
            owners.append(owner)
    return Windows(ids, np.array(owners, np.int64), np.array([len(i) for i in ids], np.int64))


def batches(lengths: NDArray[np.int64], budget: int) -> Iterator[NDArray[np.int64]]:
    """Yield the windows' numbers in batches of at most `budget` tokens, padding counted.

    Windows of like length come together, longest first, so that little of a batch is padding.
    """
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        count = max(1, budget // int(lengths[order[start]]))
        yield order[start : start + count]
        start += count


def padded(ids: Sequence[Sequence[int]], pad: int) -> NDArray[np.int64]:
    """Return the sequences as the rows of one array, filled up with `pad`."""
    block = np.full((len(ids), max(map(len, ids))), pad, dtype=np.int64)
    for row, sequence in enumerate(ids):
        block[row, : len(sequence)] = sequence
    return block


def join(windows: Windows, vectors: NDArray[np.float32], texts: int) -> NDArray[np.float32]:
    """Return one unit vector a text: the mean of its windows' vectors weighted by their tokens."""
    if len(vectors) == texts:
        return vectors
    sums = np.zeros((texts, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, windows.owners, vectors * windows.lengths[:, None].astype(np.float32))
    norms: NDArray[np.float32] = np.linalg.norm(sums, axis=1, keepdims=True)
    single = np.bincount(windows.owners, minlength=texts)[windows.owners] == 1
    joined: NDArray[np.float32] = np.divide(sums, np.maximum(norms, 1e-12), dtype=np.float32)
    joined[windows.owners[single]] = vectors[single]  # not rounded a second time
    return joined
