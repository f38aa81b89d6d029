"""Turning texts into vectors whose inner product says how close they are in meaning."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from domain.errors import InvalidInput
from domain.retrieval.weights import bundled_model
from domain.retrieval.windows import batches, join, padded, tokenize

Precision = Literal["auto", "bf16", "fp32"]

LONGEST_WINDOW = 512
OVERLAP = 32
TOKENS_PER_BATCH = 512
"""Small enough for a batch's activations to stay in a core's cache; larger ones were slower."""
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
    """A sentence-transformers model, run on its tokens without padding waste.

    One text gives one vector. A text longer than the model's window (256 tokens for the bundled
    all-MiniLM-L6-v2) is read in windows that overlap by 32 tokens; its vector is the mean of
    theirs, weighted by tokens. Safe to use from many threads. Make it in the process that uses it:
    a process forked after torch has computed hangs, so `encode` refuses to run in one.

    `name_or_path` is the bundled model if None, else a folder or a name on the Hugging Face hub.
    `precision` "auto" takes bfloat16 where the processor multiplies it (AVX-512 BF16, AMX, or a
    GPU), else float32; it is part of the fingerprint. `threads` sets torch's threads for the
    whole process. Raises `InvalidInput` if the model has no fast tokenizer.
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

        from domain.retrieval.forward import forward_of  # noqa: PLC0415  # imports torch

        if threads is not None:
            torch.set_num_threads(threads)
        source = str(bundled_model()) if name_or_path is None else name_or_path
        model = SentenceTransformer(
            source,
            local_files_only=os.path.isdir(source),
            device="cuda" if torch.cuda.is_available() else "cpu",
            model_kwargs={"dtype": torch.float32},
        )
        self._torch = torch
        self._process = os.getpid()
        self._device = model.device
        self._budget = TOKENS_PER_BATCH_GPU if model.device.type == "cuda" else TOKENS_PER_BATCH
        chosen = _choose(precision, torch)
        window = min(model.max_seq_length or LONGEST_WINDOW, LONGEST_WINDOW)
        self._tokenizer = _windowing(model, window)
        self._pad = model.tokenizer.pad_token_id or 0
        self.fingerprint = f"{_digest(model, self._tokenizer)}-w{window}s{OVERLAP}-{chosen}"
        self._forward = forward_of(model.eval(), torch.bfloat16 if chosen == "bf16" else torch.float32)
        self.dimension: int = self.encode([""]).shape[1]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension)."""
        if os.getpid() != self._process:
            raise RuntimeError("this encoder was made before a fork; make one in each process")
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        windows = tokenize(self._tokenizer, texts)
        parts = list(batches(windows.lengths, self._budget))
        computed = [self._run([windows.ids[i] for i in batch.tolist()]) for batch in parts]
        vectors = np.empty((len(windows.ids), computed[0].shape[1]), dtype=np.float32)
        vectors[np.concatenate(parts)] = np.concatenate(computed)
        return join(windows, vectors, len(texts))

    def _run(self, ids: list[list[int]]) -> NDArray[np.float32]:
        torch = self._torch
        with torch.inference_mode():
            block = torch.from_numpy(padded(ids, self._pad)).to(self._device)
            lengths = torch.tensor([len(i) for i in ids], device=self._device)
            mask = torch.arange(block.shape[1], device=self._device) < lengths[:, None]
            vectors: NDArray[np.float32] = self._forward(block, mask).cpu().numpy()
        return vectors


def precision_of(fingerprint: str) -> Precision:
    """Return the precision a fingerprint names, to open an encoder that fits vectors made elsewhere."""
    return "bf16" if fingerprint.endswith("-bf16") else "fp32"


def _choose(precision: Precision, torch: Any) -> Precision:
    if precision != "auto":
        return precision
    cpu = torch.cpu
    fast = torch.cuda.is_available() or cpu._is_avx512_bf16_supported() or cpu._is_amx_tile_supported()
    return "bf16" if fast else "fp32"


def _windowing(model: Any, window: int) -> Tokenizer:
    """Return a copy of the model's tokenizer that cuts into windows instead of cutting off."""
    fast = getattr(model.tokenizer, "backend_tokenizer", None)
    if fast is None:
        raise InvalidInput("this encoder has no fast tokenizer", field="encoder")
    tokenizer = Tokenizer.from_str(fast.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(window, stride=OVERLAP)
    return tokenizer


def _digest(model: Any, tokenizer: Tokenizer) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of modules, weights and tokenizer (70 ms for 90 MB)."""
    digest = sha256(tokenizer.to_str().encode())
    for module in model:
        digest.update(repr(module).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().reshape(-1).view(model_bytes := tensor.dtype).numpy())
    return digest.hexdigest()[:16]
