"""Turning text into the words that BM25 counts: stemmed English, and legal citations kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, chain
from threading import Lock

from bm25s.stopwords import STOPWORDS_EN
from Stemmer import Stemmer

ASKING = frozenset(
    (
        *("can", "could", "did", "do", "does", "should", "would"),
        *("how", "what", "when", "where", "which", "who", "whom", "why"),
        *("i", "me", "my", "you", "your"),
    )
)
"""Words by which a question is put; they say nothing about what it asks for."""
STOP_WORDS = frozenset(STOPWORDS_EN) | ASKING
LONGEST_WORD = 64
DEEPEST_CITATION = 8
MOST_SPELLINGS = 500_000

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+"  # 1,250,000
    r"|\d+[a-z]{0,2}(?:[.\-](?:\d+[a-z]{0,2}|[a-z]{1,4}(?![a-z])))+(?:\([0-9a-z]{1,5}\))*"
    r"|(?:[a-z]\.){2,}"  # u.s.c.
    r"|\w+"
)
_JOINT = re.compile(r"[.\-()]+")


class Words:
    """Splits texts into index words; remembers each spelling, so that long corpora are fast.

    Words are lower-cased and stemmed, stop words and single letters dropped. A citation gives its
    part, its section and each paragraph below it, however it is written: "§ 1002.9(a)(1)" and
    "12 CFR 1002-9-a-1" share 1002, 1002.9, 1002.9.a and 1002.9.a.1. Safe to use from many threads.
    """

    def __init__(self) -> None:
        self._spellings = _Spellings()

    def of(self, text: str) -> list[str]:
        """Return the text's words in order, repeats included."""
        spellings = text.lower().split()
        return list(chain.from_iterable(map(self._spellings.__getitem__, spellings)))


class _Spellings(dict[str, tuple[str, ...]]):
    """The words of each spelling (what stands between blanks), analysed when first asked for.

    Asking a dictionary for most of a text costs half of what matching the pattern on all of it does.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = Stemmer("english")
        self._lock = Lock()

    def __missing__(self, spelling: str) -> tuple[str, ...]:
        # The stemmer keeps its own state between calls and is not safe to share without a lock.
        with self._lock:
            words = tuple(self._analyse(spelling))
            if len(self) >= MOST_SPELLINGS:  # texts of strangers must not fill the memory
                self.clear()
            if len(spelling) <= LONGEST_WORD:
                self[spelling] = words
        return words

    def _analyse(self, spelling: str) -> Iterator[str]:
        for token in _TOKEN.findall(spelling):
            word = token.replace(".", "")
            if token[0].isdigit():
                yield from _numeric(token)
            elif 1 < len(word) <= LONGEST_WORD and word not in STOP_WORDS:
                yield self._stemmer.stemWord(word)


def _numeric(token: str) -> Iterator[str]:
    """Yield a number, or a citation's levels; a later long number (2018-2019) also by itself."""
    parts = [part[:LONGEST_WORD] for part in _JOINT.split(token.replace(",", "")) if part]
    parts = parts[:DEEPEST_CITATION]
    yield from accumulate(parts, "{}.{}".format)
    yield from (part for part in parts[1:] if part.isdigit() and len(part) > 2)


@cache
def shared_words() -> Words:
    """Return the one instance of this process; made when first asked for."""
    return Words()
