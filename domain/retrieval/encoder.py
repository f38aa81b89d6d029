"""Turning texts into vectors whose inner product says how close they are in meaning."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from domain.retrieval.weights import load_tokenizer, model_folder, weights_digest
from domain.retrieval.windows import batches, join, padded, tokenize

Precision = Literal["auto", "bf16", "fp32"]

LONGEST_WINDOW = 512
OVERLAP = 32
TOKENS_PER_BATCH = 1_024
"""Few enough for activations to stay in the cache: with 16,000, encoding took half as long again."""
TOKENS_PER_BATCH_GPU = 65_536


class Encoder(Protocol):
    """Whatever turns texts into unit vectors, the same text always into (nearly) the same one."""

    @property
    def fingerprint(self) -> str:
        """Name weights, pooling, length and precision: equal fingerprints give comparable vectors."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension)."""


class SentenceEncoder:
    """A sentence-transformers model, run on a text's tokens with next to no padding.

    One text gives one vector. A text longer than the model's window (256 tokens for the bundled
    all-MiniLM-L6-v2) is read in windows that overlap by 32 tokens; its vector is the mean of
    theirs, weighted by tokens. Safe to use from many threads. Make it in the process that uses it:
    a process forked after torch has computed hangs, so `encode` refuses to run in one.

    `name_or_path` is the bundled model if None, else a folder or a name on the Hugging Face hub.
    `precision` "auto" takes bfloat16 where the processor multiplies it (AVX-512 BF16, AMX, or a
    GPU), else float32; it is part of the fingerprint. `threads` sets torch's threads for the
    whole process. Raises `InvalidInput` if the model has no safetensors or no fast tokenizer.
    """

    def __init__(
        self,
        name_or_path: str | None = None,
        *,
        precision: Precision = "auto",
        threads: int | None = None,
    ) -> None:
        import torch  # noqa: PLC0415  # half a gigabyte and seconds that other processes do without
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # the same
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415  # the same

        from domain.retrieval.forward import forward_of  # noqa: PLC0415  # imports torch

        if threads is not None:
            torch.set_num_threads(threads)
        # A service's log is no place for progress bars.
        disable_progress_bar()
        self._torch = torch
        self._process = os.getpid()
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._budget = TOKENS_PER_BATCH if self._device == "cpu" else TOKENS_PER_BATCH_GPU
        folder = model_folder(name_or_path)
        model = SentenceTransformer(
            str(folder),
            local_files_only=True,
            device=self._device,
            model_kwargs={"dtype": torch.float32},
        ).eval()
        chosen = _choose(precision, torch)
        window = min(model.max_seq_length or LONGEST_WINDOW, LONGEST_WINDOW)
        self._tokenizer = load_tokenizer(folder)
        self._tokenizer.enable_truncation(window, stride=OVERLAP)
        self._pad: int = model.tokenizer.pad_token_id or 0
        self._forward = forward_of(model, torch.bfloat16 if chosen == "bf16" else torch.float32)
        self.fingerprint = f"{weights_digest(folder)}-w{window}s{OVERLAP}-{chosen}"
        self.dimension: int = self._vectors(tokenize(self._tokenizer, [""]).ids).shape[1]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension)."""
        if os.getpid() != self._process:
            raise RuntimeError("this encoder was made before a fork; make one in each process")
        windows = tokenize(self._tokenizer, texts)
        vectors = np.empty((len(windows.ids), self.dimension), dtype=np.float32)
        for batch in batches(windows.lengths, self._budget):
            vectors[batch] = self._vectors([windows.ids[i] for i in batch.tolist()])
        return join(windows, vectors, len(texts))

    def _vectors(self, ids: list[list[int]]) -> NDArray[np.float32]:
        torch = self._torch
        with torch.inference_mode():
            block = torch.from_numpy(padded(ids, self._pad)).to(self._device)
            lengths = torch.tensor([len(i) for i in ids], device=self._device)
            mask = torch.arange(block.shape[1], device=self._device) < lengths[:, None]
            vectors: NDArray[np.float32] = self._forward(block, mask).cpu().numpy()
        return vectors


def precision_of(fingerprint: str) -> Precision:
    """Return the precision that a fingerprint names: an encoder must be opened in that of its index."""
    return "bf16" if fingerprint.endswith("-bf16") else "fp32"


def _choose(precision: Precision, torch: Any) -> Precision:
    if precision != "auto":
        return precision
    cpu = torch.cpu
    fast = (
        torch.cuda.is_available() or cpu._is_avx512_bf16_supported() or cpu._is_amx_tile_supported()
    )
    return "bf16" if fast else "fp32"
