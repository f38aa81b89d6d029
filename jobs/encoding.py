"""The encoder and the chunker as the settings describe them, each in threads of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from domain.documents.splitting import PooledSplitter
from domain.retrieval.chunking import Chunker
from domain.retrieval.encoder import SentenceEncoder
from domain.retrieval.pooled_encoder import PooledEncoder
from domain.retrieval.weights import load_tokenizer, model_folder
from jobs.machine import cores
from jobs.settings import JobSettings


async def load_encoder(settings: JobSettings) -> PooledEncoder:
    """Return the encoder, loaded. Only call it in a process that encodes: it takes half a gigabyte."""
    threads = settings.encoder_threads or cores()

    def load() -> SentenceEncoder:
        # Several texts at a time, a thread each, beat several threads on one text by half.
        return SentenceEncoder(settings.encoder, precision=settings.encoder_precision, threads=1)

    return await PooledEncoder.load(load, threads=threads)


async def load_splitter(settings: JobSettings) -> PooledSplitter:
    """Return what cuts documents by the encoder's tokens."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="splitter")
    loop = asyncio.get_running_loop()

    def load() -> Chunker:
        return Chunker(load_tokenizer(model_folder(settings.encoder)))

    return PooledSplitter(await loop.run_in_executor(executor, load), executor)
