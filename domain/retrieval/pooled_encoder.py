"""An encoder in threads of its own, so that the event loop goes on while it computes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from domain.retrieval.encoder import Encoder


class PooledEncoder:
    """Keeps `domain.ports.TextEncoder` over an encoder that blocks.

    Up to `threads` calls compute at the same time; more of them wait their turn. Make it with `load`.
    """

    def __init__(self, encoder: Encoder, executor: ThreadPoolExecutor) -> None:
        self._encoder = encoder
        self._executor = executor

    @classmethod
    async def load(cls, load: Callable[[], Encoder], *, threads: int = 1) -> PooledEncoder:
        """Return the encoder that `load` makes; it is called in a thread, for it takes seconds."""
        executor = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        encoder = await asyncio.get_running_loop().run_in_executor(executor, load)
        return cls(encoder, executor)

    @property
    def fingerprint(self) -> str:
        """Name model, pooling, length and precision: equal fingerprints give comparable vectors."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    async def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, one row a text: shape (len(texts), dimension)."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._encoder.encode, texts)
