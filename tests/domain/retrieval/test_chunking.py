from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from domain.retrieval.chunking import Chunk, Chunker
from domain.retrieval.weights import load_tokenizer, model_folder

TOKENIZER: Tokenizer = load_tokenizer(model_folder())
CHUNKER = Chunker(TOKENIZER, 16)

PIECES = st.sampled_from(
    [
        "# Loans\n",
        "## Fees\n",
        "A fee is due. ",
        "interest ",
        "\n\n",
        "\n",
        "- item\n",
        "```\n",
        " ",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join))


def _tokens(text: str) -> int:
    return len(TOKENIZER.encode(text, add_special_tokens=False))


def _check_cover(text: str, chunks: list[Chunk]) -> None:
    end = 0
    for chunk in chunks:
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()
        assert not text[end : chunk.start].strip()
        end = chunk.end
    assert not text[end:].strip()


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_every_character_that_is_no_blank_is_in_exactly_one_chunk(
    text: str, markdown: bool
) -> None:
    _check_cover(text, CHUNKER.split(text, markdown=markdown))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["A fee is due. ", "interest ", "\n\n"]), max_size=80))
def test_no_chunk_is_longer_than_the_capacity(pieces: list[str]) -> None:
    chunks = CHUNKER.split("".join(pieces), markdown=False)

    assert all(_tokens(chunk.text) <= 16 for chunk in chunks)


def test_no_chunk_of_markdown_crosses_a_heading() -> None:
    text = "# Loans\n" + "Money is lent. " * 20 + "\n## Fees\nA fee is due.\n"

    chunks = CHUNKER.split(text, markdown=True)

    assert {chunk.heading_path for chunk in chunks} == {("Loans",), ("Loans", "Fees")}
    assert chunks[-1].text == "## Fees\nA fee is due."
    assert chunks[0].text.startswith("# Loans")
    _check_cover(text, chunks)


def test_in_plain_text_a_number_sign_is_no_heading() -> None:
    assert [c.heading_path for c in CHUNKER.split("# 12\ntext", markdown=False)] == [()]


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_blank_texts_have_no_chunk(text: str) -> None:
    assert CHUNKER.split(text, markdown=True) == []
    assert CHUNKER.split_record(text) == []


def test_a_record_is_one_passage_up_to_a_thousand_tokens() -> None:
    record = "credit " * 1_000

    (chunk,) = CHUNKER.split_record(record)

    assert chunk.text == record.strip()
    assert len(CHUNKER.split_record(record + "credit")) > 1


def test_a_tokenizer_that_cuts_or_pads_does_not_hide_length() -> None:
    limited = Tokenizer.from_str(TOKENIZER.to_str())
    limited.enable_truncation(8)
    limited.enable_padding(length=8)

    chunks = Chunker(limited, 16).split("interest " * 100, markdown=False)

    assert len(chunks) >= 7
    assert limited.truncation is not None
