"""Cutting documents each by its format, in a thread of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Executor

from domain.documents.document import StoredText, TextFormat
from domain.documents.processing import Uncut
from domain.retrieval.chunking import Chunk, Chunker

LONGEST_REASON = 500

logger = logging.getLogger(__name__)


class PooledSplitter:
    """Keeps `domain.documents.processing.Splitter` over a chunker that blocks."""

    def __init__(self, chunker: Chunker, executor: Executor) -> None:
        self._chunker = chunker
        self._executor = executor

    async def split(self, texts: Sequence[StoredText]) -> list[list[Chunk] | Uncut]:
        """Return each text's chunks, in order; a text that cannot be cut does not keep others from it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._split, texts)

    def _split(self, texts: Sequence[StoredText]) -> list[list[Chunk] | Uncut]:
        return [self._try(text) for text in texts]

    def _try(self, text: StoredText) -> list[Chunk] | Uncut:
        try:
            return self._split_one(text)
        except MemoryError:
            raise
        except BaseException as error:  # a panic in the tokenizer's Rust is no Exception
            logger.exception("document %s could not be cut", text.id)
            return Uncut(f"it cannot be cut into passages: {error}"[:LONGEST_REASON])

    def _split_one(self, text: StoredText) -> list[Chunk]:
        if text.format is TextFormat.RECORD:
            return self._chunker.split_record(text.text)
        markdown = text.format is TextFormat.MARKDOWN
        return self._chunker.split(text.text, markdown=markdown, title=text.title)
