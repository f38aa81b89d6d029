"""Cutting documents each by its format, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor

from domain.batches import in_batches
from domain.documents.document import StoredText, TextFormat
from domain.retrieval.chunking import Chunk, Chunker

TEXTS_PER_STEP = 50
"""What is cut between two safe points."""


class PooledSplitter:
    """Keeps `domain.documents.processing.Splitter` over a chunker that blocks."""

    def __init__(self, chunker: Chunker, executor: Executor) -> None:
        self._chunker = chunker
        self._executor = executor

    async def split(self, texts: Sequence[StoredText]) -> list[list[Chunk]]:
        """Return each text's chunks, in order."""
        loop = asyncio.get_running_loop()
        chunks: list[list[Chunk]] = []
        for step in in_batches(texts, TEXTS_PER_STEP):
            chunks += await loop.run_in_executor(self._executor, self._split, step)
        return chunks

    def _split(self, texts: Sequence[StoredText]) -> list[list[Chunk]]:
        return [self._split_one(text) for text in texts]

    def _split_one(self, text: StoredText) -> list[Chunk]:
        if text.format is TextFormat.RECORD:
            return self._chunker.split_record(text.text)
        return self._chunker.split(text.text, markdown=text.format is TextFormat.MARKDOWN)
