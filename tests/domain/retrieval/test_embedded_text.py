"""What is embedded of a passage: prose with its title and headings, a record by its text alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.documents.document import StoredText, TextFormat
from domain.documents.splitting import PooledSplitter
from domain.retrieval.chunking import CONTEXT_CAPACITY, Chunker
from domain.retrieval.headings import without_headings
from domain.retrieval.passage import embedded_text
from domain.retrieval.weights import load_tokenizer, model_folder

TOKENIZER = load_tokenizer(model_folder())
CHUNKER = Chunker(TOKENIZER)
WINDOW = 256
TITLE = "Private mortgage insurance"
MARKDOWN = f"# {TITLE}\n\nIt pays the lender.\n\n## When it ends\n\nAt 78 % of the value."


def test_prose_is_embedded_with_its_title_and_headings_each_said_once() -> None:
    chunks = CHUNKER.split(MARKDOWN, markdown=True, title=TITLE)

    assert [chunk.text for chunk in chunks] == [
        f"# {TITLE}\n\nIt pays the lender.",
        "## When it ends\n\nAt 78 % of the value.",
    ]
    assert [embedded_text(chunk.context, chunk.text) for chunk in chunks] == [
        f"{TITLE}\n\nIt pays the lender.",
        f"{TITLE} > When it ends\n\nAt 78 % of the value.",
    ]


def test_a_record_is_embedded_by_its_text_alone_even_where_it_is_cut() -> None:
    for record in ("# 12\nA fee is due.", "A fee is due. " * 1_000):
        for chunk in CHUNKER.split_record(record):
            assert embedded_text(chunk.context, chunk.text) == chunk.text


async def test_the_splitter_tells_the_chunker_the_title() -> None:
    stored = [
        StoredText(uuid4(), MARKDOWN, "Insurance", "", "", None, kind)
        for kind in (TextFormat.MARKDOWN, TextFormat.PLAIN, TextFormat.RECORD)
    ]
    with ThreadPoolExecutor(1) as executor:
        cut = await PooledSplitter(CHUNKER, executor).split(stored)

    contexts = [[chunk.context for chunk in chunks] for chunks in cut if isinstance(chunks, list)]
    path = f"Insurance > {TITLE}"
    assert contexts == [[path, f"{path} > When it ends"], ["Insurance"], [""]]


@settings(deadline=None, max_examples=30)
@given(st.text(min_size=1, max_size=500), st.integers(1, 6))
def test_prose_fits_into_the_encoders_window_whatever_its_title(title: str, depth: int) -> None:
    headings = "".join(f"{'#' * n} Heading {n} {title[:100]}\n\n" for n in range(1, depth + 1))
    text = headings + "Money is lent at interest. " * 120

    for chunk in CHUNKER.split(text, markdown=True, title=title):
        context = TOKENIZER.encode(chunk.context, add_special_tokens=False)
        assert len(context) <= CONTEXT_CAPACITY
        assert len(TOKENIZER.encode(embedded_text(chunk.context, chunk.text))) <= WINDOW


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("## Fees\n\n### Late fees\n\nThey are due.", "They are due."),
        ("## Rates\n\nThey rise.", "## Rates\n\nThey rise."),
        ("# 12\nA line of plain text.", "# 12\nA line of plain text."),
        ("## Fees", "## Fees"),
        ("They are due.\n## Fees", "They are due.\n## Fees"),
    ],
)
def test_only_headings_that_were_said_are_left_out(text: str, left: str) -> None:
    assert without_headings(text, "Cost > Fees > Late fees") == left
