"""Cutting documents: one that cannot be cut is FAILED, and the others of its batch go on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.documents.document import DocumentDraft, DocumentStatus, StoredText, Visibility
from domain.documents.processing import (
    REPORT_SECONDS,
    TEXTS_PER_STEP,
    Processed,
    Uncut,
    process_documents,
)
from domain.documents.splitting import PooledSplitter
from domain.identifiers import new_id
from domain.ports import UnitOfWorkFactory
from domain.retrieval.chunking import Chunk

ANN = new_id()


class Panic(BaseException):
    """What Rust's panics are in Python: no Exception."""


class FussyChunker:
    """Keeps what `PooledSplitter` needs of a chunker; some texts are beyond it."""

    def split(self, text: str, *, markdown: bool, title: str = "") -> list[Chunk]:
        del markdown, title
        if "panic" in text:
            raise Panic("index out of bounds")
        if "error" in text:
            raise ValueError("a strange character")
        return [] if "nothing" in text else [Chunk(text, (), 0, len(text))]

    def split_record(self, text: str) -> list[Chunk]:
        return self.split(text, markdown=False)


async def no_report(done: int, total: int) -> None:
    del done, total


async def test_a_document_that_cannot_be_cut_does_not_keep_its_batch_back(
    unit_of_work: UnitOfWorkFactory, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [f"good {n}" for n in range(120)]
    texts[7], texts[60], texts[100] = "panic", "error", "nothing"
    async with unit_of_work() as work:
        drafts = [DocumentDraft(text=text, title=text) for text in texts]
        added = await work.documents.add(drafts, owner_id=ANN, visibility=Visibility.PUBLIC)
        await work.commit()
    with ThreadPoolExecutor(1) as executor:
        splitter = PooledSplitter(FussyChunker(), executor)  # type: ignore[arg-type]  # it is one in use
        for _ in range(2):  # a repeated run changes nothing
            processed = await process_documents(
                [each.id for each in added],
                None,
                no_report,
                unit_of_work=unit_of_work,
                splitter=splitter,
                fingerprint="fp",
            )
            assert processed == Processed(
                documents=120,
                failed=3,
                reasons=(
                    "it cannot be cut into passages: index out of bounds",
                    "it cannot be cut into passages: a strange character",
                    "there is nothing in it to cite",
                ),
            )
    async with unit_of_work() as work:
        found = [await work.documents.get(each.id, viewer=ANN) for each in added]
        assert len(await work.passages.unembedded("fp", None)) == 117
    errors = {each.title: each.error for each in found if each and each.status == "FAILED"}
    assert errors == {
        "panic": "it cannot be cut into passages: index out of bounds",
        "error": "it cannot be cut into passages: a strange character",
        "nothing": "there is nothing in it to cite",
    }
    assert {each.status for each in found if each} == {
        DocumentStatus.FAILED,
        DocumentStatus.PROCESSED,
    }
    assert "could not be cut" in caplog.text


class SlowSplitter:
    """Keeps `Splitter`; takes so long for a step that each is told of."""

    async def split(self, texts: Sequence[StoredText]) -> list[list[Chunk] | Uncut]:
        await asyncio.sleep(REPORT_SECONDS)
        return [[Chunk(each.text, (), 0, len(each.text))] for each in texts]


async def test_progress_is_told_as_it_goes(unit_of_work: UnitOfWorkFactory) -> None:
    told: list[tuple[int, int]] = []

    async def report(done: int, total: int) -> None:
        told.append((done, total))

    count = 2 * TEXTS_PER_STEP + 5
    async with unit_of_work() as work:
        drafts = [DocumentDraft(text=f"good {n}", title=f"{n}") for n in range(count)]
        added = await work.documents.add(drafts, owner_id=ANN, visibility=Visibility.PUBLIC)
        await work.commit()
    await process_documents(
        [each.id for each in added],
        None,
        report,
        unit_of_work=unit_of_work,
        splitter=SlowSplitter(),
        fingerprint="fp",
    )
    assert told == [(0, 25), (10, 25), (20, 25), (25, 25)]
