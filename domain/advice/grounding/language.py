"""Whether a sentence is in the language that the check can read, which is English."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_COMMON = frozenset(
    """
    the of on as without why to is are was were be been and you your yours for with not can if this that
    these those at by from has have had would will should may must it its they their them there which
    what when who how than then but so we our any each more most only also because while after before
    about over under up out does did do into through between both such other one two first last an month
    months year years loan loans rate rates payment payments interest cost costs fee fees debt income
    mortgage term balance lender lenders borrower credit insurance house home property price amount total
    down value percent or
    """.split()  # noqa: SIM905  # a list of two hundred strings would be harder to read
)
"""Words that English sentences about loans do not do without, and other languages have not."""

_SHARES_ELSEWHERE = re.compile(
    r"\b(?:por\s?ciento|por\s?cento|pour\s?cent|per\s?cento|prozent|procent|процент\w*)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6
_MOST_OTHER_LETTERS = 3
_LATIN_END = 0x24F


def is_readable(sentence: str) -> bool:
    """Whether numbers in words would be noticed: false for a sentence in another language or script.

    A few foreign words are no obstacle, but for those that make a share of a number word.
    """
    words = [word.lower() for word in _WORD.findall(sentence)]
    foreign = sum(ord(sign) > _LATIN_END and sign.isalpha() for sign in sentence)
    if foreign > _MOST_OTHER_LETTERS or _SHARES_ELSEWHERE.search(sentence):
        return False
    return len(words) < _FEWEST_WORDS or any(word in _COMMON for word in words)
