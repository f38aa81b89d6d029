"""Whatever is asked: no crash, nothing left to remove, no more than linear work."""

from __future__ import annotations

import re
import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.advice.fairness.lists import words
from domain.advice.fairness.neutral import neutral

_WORDS = sorted(
    words(
        """i 'm I'm we're am are as a an the my our wife husband and or but , . ? ! ( ) — : ; / being with
        of on in from at who is because since if speaking black Black muslim woman man mother 62 70 year-old
        62-year-old years old married single divorced widow deaf disability food stamps welfare two three kids
        Nigerian immigrant nurse veteran self-employed loan want to refinance can deny me age 6.5% $5,000
        turned just have receive born Mexico like us we someone both not family couple senior"""
    )
)


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    once = neutral(text)

    assert neutral(once) == once


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_nothing_is_left_for_a_second_time(found: list[str]) -> None:
    once = neutral(" ".join(found))

    assert neutral(once) == once


@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_no_number_is_invented(found: list[str]) -> None:
    text = " ".join(found)

    assert set(re.findall(r"\d+", neutral(text))) <= set(re.findall(r"\d+", text))


ADVERSARIAL = [
    "as a " * 400,
    "I'm " * 400,
    "I'm Black and " * 140,
    "I'm a " + "Black " * 330,
    "as as a woman, a woman, " * 80,
    "as " * 100 + "a woman, " * 180,
    "because " * 200 + "I'm deaf " * 40,
    "my wife and " * 160,
    "(" * 2000,
    "62, " * 500,
    "on food stamps and " * 100,
    "a b " * 500,
    "\u2014 ," * 600,
    "x" * 2000,
    "i and my " * 220,
    "with three kids and a disability " * 60,
    "family of family of " * 100,
    "if I'm " * 280,
    "because of my age " * 110,
    "- " * 1000,
]


def calls_of(text: str) -> int:
    """Count the Python calls made: a measure of work that no other process on the machine changes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        neutral(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("text", ADVERSARIAL, ids=[text[:16] for text in ADVERSARIAL])
def test_twice_the_length_is_about_twice_the_work(text: str) -> None:
    half, whole = calls_of(text[:1000]), calls_of(text[:2000])

    assert whole < 3 * half + 20_000
    assert whole < 400_000
