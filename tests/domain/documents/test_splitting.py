"""Documents cut by their format, off the event loop."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from domain.documents.document import StoredText, TextFormat
from domain.documents.splitting import PooledSplitter
from domain.retrieval.chunking import Chunker
from domain.retrieval.weights import load_tokenizer, model_folder

LONG = "A sentence about the cost of credit. " * 60
MARKDOWN = "# Loans\n\nWhat they are.\n\n## Terms\n\nHow long they run."


def stored(text: str, kind: TextFormat) -> StoredText:
    return StoredText(uuid4(), text, "title", "", "", None, kind)


@pytest.fixture(scope="module")
def splitter() -> PooledSplitter:
    return PooledSplitter(Chunker(load_tokenizer(model_folder())), ThreadPoolExecutor(1))


async def test_each_format_is_cut_in_its_own_way(splitter: PooledSplitter) -> None:
    plain, markdown, record, as_plain = await splitter.split(
        [
            stored(LONG, TextFormat.PLAIN),
            stored(MARKDOWN, TextFormat.MARKDOWN),
            stored(LONG, TextFormat.RECORD),
            stored(MARKDOWN, TextFormat.PLAIN),
        ]
    )

    assert len(plain) > 1
    assert [chunk.heading_path for chunk in markdown] == [("Loans",), ("Loans", "Terms")]
    assert [chunk.text for chunk in record] == [LONG.strip()]
    assert [chunk.heading_path for chunk in as_plain] == [()]
