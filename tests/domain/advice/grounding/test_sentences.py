from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.grounding.sentences import SentenceBuffer, split_sentences

MARKDOWN = st.lists(
    st.sampled_from(
        (
            *("It costs $1,264.14 a month", "the rate is 6.5 %", "See 12 CFR 1026.22(a)(2)", "No"),
            *("U.S", "No. 5", "e.g.", "Is it", "Why", "and more", "A", "1", "12", "§ 4"),
            *(".", "!", "?", "…", "...", ",", ":", " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t"),
            *(
                "[1]",
                "[2, 3]",
                "[",
                "]",
                "[4",
                "(",
                ")",
                "“",
                "”",
                '"',
                "'",
                "\u2019",
                "*",
                "**",
                "_",
            ),
            *("- ", "* ", "1. ", "2) ", "# ", "## Cost", "| a | 5 |", "|---|", "> ", "```", "•"),
        )
    ),
    max_size=40,
).map("".join)


def stripped(text: str) -> list[str]:
    return [sentence.strip() for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "It costs $1,264.14 a month. See 12 CFR 1026.22(a)(2). Fine.",
            ["It costs $1,264.14 a month.", "See 12 CFR 1026.22(a)(2).", "Fine."],
        ),
        ("Under 15 U.S.C. 1681m it holds. So ask.", ["Under 15 U.S.C. 1681m it holds.", "So ask."]),
        (
            "Is it free? No. The fee is No. 5 of Sec. 3.",
            ["Is it free?", "No.", "The fee is No. 5 of Sec. 3."],
        ),
        ("It ends at 78%. [2] Ask. [1, 3]", ["It ends at 78%. [2]", "Ask. [1, 3]"]),
        ("It ends at 78% [2]. Ask.", ["It ends at 78% [2].", "Ask."]),
        (
            "- PMI: “It ends. Extra payments count.” [2]\n- Next: “Yes.” [3]\n",
            ["- PMI: “It ends. Extra payments count.” [2]", "- Next: “Yes.” [3]"],
        ),
        (
            'He said "Pay now. Or later." Then he left.',
            ['He said "Pay now. Or later."', "Then he left."],
        ),
        (
            "## What it costs\n| Figure | Value |\n|---|---:|\n| Rate | 6.5 % |\n\nDone.",
            ["## What it costs", "| Figure | Value |", "|---|---:|", "| Rate | 6.5 % |", "Done."],
        ),
        ("1. First. Then\n2. Second\n", ["1. First.", "Then", "2. Second"]),
        ("A line\nthat goes on. And\non.", ["A line\nthat goes on.", "And\non."]),
        ("**Bold.** *Soft one.* Plain.", ["**Bold.**", "*Soft one.*", "Plain."]),
        (
            "Wait … then pay. Sources:\n[1] A rule\n[2] Another",
            ["Wait … then pay.", "Sources:", "[1] A rule", "[2] Another"],
        ),
        ("On Jan. 5 at 9 a.m. it closes. Go.", ["On Jan. 5 at 9 a.m. it closes.", "Go."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert stripped(text) == sentences


@given(MARKDOWN)
def test_nothing_is_lost(text: str) -> None:
    assert "".join(split_sentences(text)) == text


@given(MARKDOWN, st.lists(st.integers(0, 200)))
def test_a_stream_gives_the_same_sentences_however_it_is_cut(text: str, cuts: list[int]) -> None:
    buffer = SentenceBuffer()
    edges = sorted({0, len(text), *(cut for cut in cuts if cut <= len(text))})
    pieces = [text[a:b] for a, b in pairwise(edges)]
    streamed = [sentence for piece in pieces for sentence in buffer.feed(piece)]
    assert [*streamed, *buffer.finish()] == split_sentences(text)


@given(MARKDOWN)
def test_a_stream_of_single_letters_gives_the_same_sentences(text: str) -> None:
    buffer = SentenceBuffer()
    streamed = [sentence for letter in text for sentence in buffer.feed(letter)]
    assert [*streamed, *buffer.finish()] == split_sentences(text)


def test_a_sentence_is_held_until_it_is_complete() -> None:
    buffer = SentenceBuffer()
    assert buffer.feed("The rate is 6.") == []
    assert buffer.feed("5 %. ") == []
    assert buffer.feed("[1]") == []
    assert buffer.feed(" N") == ["The rate is 6.5 %. [1] "]
    assert buffer.finish() == ["N"]
    assert buffer.finish() == []
