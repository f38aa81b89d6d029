from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.retrieval.words import LONGEST_WORD, Words

WORDS = Words()


@pytest.mark.parametrize(
    "written", ["§ 1002.9(a)(1)", "12 CFR 1002-9-a-1", "1002.9(A)(1).", "(see 1002-9(a)(1))"]
)
def test_a_citation_is_found_however_it_is_written(written: str) -> None:
    assert {"1002", "1002.9", "1002.9.a", "1002.9.a.1"} <= set(WORDS.of(written))


def test_words_are_stemmed_and_the_words_of_asking_dropped() -> None:
    assert WORDS.of("When must a creditor notify the applicants?") == [
        "must",
        "creditor",
        "notifi",
        "applic",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$1,250,000.50", ["1250000", "50"]),
        ("from 2018-2019", ["from", "2018", "2018.2019", "2019"]),
        ("15 U.S.C. 1681m(a)", ["15", "usc", "1681m"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_numbers_years_and_abbreviations(text: str, words: list[str]) -> None:
    assert WORDS.of(text) == words


@given(st.text(max_size=300))
def test_any_text_gives_the_same_words_again_and_none_too_long(text: str) -> None:
    first = WORDS.of(text)

    assert first == WORDS.of(text) == Words().of(text)
    # A citation joins at most eight parts of at most 64 characters.
    assert all(0 < len(word) <= 9 * LONGEST_WORD for word in first)


def test_a_hostile_citation_stays_small() -> None:
    words = WORDS.of("1-" * 200_000 + "1")

    assert len(words) < 20
